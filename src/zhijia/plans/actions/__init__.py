"""Verbs of plans, by noun: plans, traces, summaries; and the kinds that come with the program."""
