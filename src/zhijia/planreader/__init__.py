"""Planreader: a union's own plan document in, its structure out. Imports no Django."""

from .export import to_json
from .intake import endings
from .model import Heading, Measure, Plan, Task, Unreadable
from .reader import months_after_new_year, read_file, read_text

__all__ = [
    "Heading",
    "Measure",
    "Plan",
    "Task",
    "Unreadable",
    "endings",
    "months_after_new_year",
    "read_file",
    "read_text",
    "to_json",
]
