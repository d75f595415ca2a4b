"""The whole workflow of a model as one table; every arrow is a verb of the same name."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Move:
    sources: tuple[str, ...]  # empty: the verb makes a new row
    target: str


class Moves:
    """`Moves(record="→ recorded", withdraw="recorded → withdrawn")`: verb = "from, from → to"."""

    def __init__(self, **arrows: str) -> None:
        self.table: dict[str, Move] = {}
        for verb, arrow in arrows.items():
            before, sign, after = arrow.partition("→")
            if not sign or not after.strip():
                raise ValueError(f"{verb}: write the move as 'from → to', not {arrow!r}.")
            sources = tuple(s.strip() for s in before.split(",") if s.strip())
            self.table[verb] = Move(sources, after.strip())

    def get(self, verb: str) -> Move | None:
        return self.table.get(verb)

    def out_of(self, state: str) -> list[str]:
        """The verbs that lead on from this state, in the order they were declared."""
        return [verb for verb, move in self.table.items() if state in move.sources]
