"""What a verb answers when it will not: always with one plain Chinese sentence that says what to do."""

from typing import Any


class Refused(Exception):
    """A verb did not run; nothing was changed. `sentence` is for the person who pressed the button."""

    status = 409

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class NotAllowed(Refused):
    """The seat has no right to this verb on this row, or may not see the row (the same answer for both)."""

    status = 403

    def __init__(self, sentence: str = "没有找到这一条，或者您这个身份不能办。需要办理请找本单位工会主席。"):
        super().__init__(sentence)


class Blocked(Refused):
    """The seat has the right, but something about this row forbids it."""


class MoveRefused(Refused):
    """The row is in a state from which this verb does not lead on."""


class Stale(Refused):
    """Somebody else changed the row meanwhile. `row` is the row as it stands now."""

    def __init__(self, row: Any) -> None:
        super().__init__("您打开以后，别人先改过这一条。您填的内容还在，请对比后再存。")
        self.row = row


class Unfit(Refused):
    """The values do not fit. `fields` maps a field's name to its sentence."""

    status = 422

    def __init__(self, sentence: str = "", **fields: str) -> None:
        super().__init__(sentence or "".join(fields.values()))
        self.fields = fields
