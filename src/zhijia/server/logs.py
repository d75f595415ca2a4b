"""Logs that carry no personal data."""

import logging
import traceback


class WithoutValues(logging.Formatter):
    """Of an error its kind and its place, never its message: a message may quote a name or a whole row."""

    def formatException(self, ei):
        kind, _error, place = ei
        return "".join(traceback.format_tb(place)) + f"{kind.__module__}.{kind.__qualname__}"
