"""Problems: what is impossible about the figures of a text, each with its arithmetic in a sentence."""

from __future__ import annotations

from .model import Number, Problem


def problems_in(text: str, numbers: list[Number]) -> list[Problem]:
    """What cannot be right or deserves a look, in text order."""
    out: list[Problem] = []
    for i, n in enumerate(numbers):
        if n.damaged:
            out.append(
                Problem("damaged", True, (i,), n.start, n.end, f"“{n.text}”：{n.damaged}。请填上真实的数字。")
            )
        elif n.measure == "rate" and n.role in ("rate", "share") and n.low is not None and n.low > 100:
            out.append(
                Problem(
                    "over_100", True, (i,), n.start, n.end, f"“{n.text}”超过100%，{n.subject}不可能大于全部。"
                )
            )
    return sorted(out, key=lambda p: (p.start, p.end))
