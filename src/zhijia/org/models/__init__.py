"""The nouns of the organisation; one file for each family of them."""

from zhijia.org.models.bodies import Body, Office, Post
from zhijia.org.models.days import DayCorrection
from zhijia.org.models.employers import Coverage, Employer, EmployerAlias, HeadCount
from zhijia.org.models.parameters import ParameterValue
from zhijia.org.models.tree import Closure, Line, Nature, ParentEdge, Union

__all__ = [
    "Body", "Closure", "Coverage", "DayCorrection", "Employer", "EmployerAlias", "HeadCount", "Line", "Nature", "Office",
    "ParameterValue", "ParentEdge", "Post", "Union",
]  # fmt: skip
