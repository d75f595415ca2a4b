"""What of the organisation is taken in from workbooks: employers, unions. See `zhijia.kernel.imports`."""

from zhijia.org.importers.employers import Employers
from zhijia.org.importers.unions import Unions

__all__ = ["Employers", "Unions"]
