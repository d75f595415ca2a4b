"""Verbs of directives and their demands, in the order the work happens."""
