"""Sheet reader: a workbook in, tables of typed cells out. A pure library: it imports no Django and knows no register.

`read(data, name)` gives the sheets, `tables_of(sheets, words)` finds headings and data rows in them, `matched` says
which column is which field, and `cells` reads one cell as a name, a day, an identity number.
"""

from zhijia.sheetreader.model import Field, Problem, Sheet, Table, Unreadable, Wrong
from zhijia.sheetreader.reading import read

__all__ = ["Field", "Problem", "Sheet", "Table", "Unreadable", "Wrong", "read"]
