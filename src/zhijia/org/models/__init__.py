"""The nouns of the organisation; one file for each family of them."""

from zhijia.org.models.bodies import Body, Employment, Office, Post
from zhijia.org.models.cases import Founding, Led, Reelection, SetUp, SetUpRule, When
from zhijia.org.models.days import DayCorrection
from zhijia.org.models.employers import BuildTarget, Canvass, Coverage, Employer, EmployerAlias, HeadCount
from zhijia.org.models.parameters import ParameterValue
from zhijia.org.models.tree import Closure, Line, Nature, ParentEdge, Union

__all__ = [
    "Body", "BuildTarget", "Canvass", "Closure", "Coverage", "DayCorrection", "Employer", "EmployerAlias",
    "Employment", "Founding", "HeadCount", "Led", "Line", "Nature", "Office", "ParameterValue", "ParentEdge",
    "Post", "Reelection", "SetUp", "SetUpRule", "Union", "When",
]  # fmt: skip
