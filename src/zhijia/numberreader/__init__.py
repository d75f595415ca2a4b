"""Numberreader: every figure of a report, what it counts, and what is impossible about it. Imports no Django."""

from .model import Number, Problem
from .problems import problems_in
from .reader import numbers_in

__all__ = ["Number", "Problem", "numbers_in", "problems_in"]
