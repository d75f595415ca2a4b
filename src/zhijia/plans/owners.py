"""Who an owner's words mean: 范立民, 财务科, 女工委, 第一分工会. Pure; suggests, never decides on a mere likeness."""

from collections.abc import Iterable
from dataclasses import dataclass

OFFICE_WORDS = {
    "chair": ("工会主席", "主席"),
    "vice": ("副主席",),
    "accountant": ("会计", "财务", "出纳"),
    "auditor": ("经审", "审计"),
    "women": ("女工", "女职工"),
    "officer": ("工会办公室", "办公室", "干事"),
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A post ("post:12") or a union ("union:7") that may own a task, with the words it is known by."""

    value: str
    label: str
    name: str
    office: str = ""
    words: tuple[str, ...] = ()


def named(text: str, candidates: Iterable[Candidate]) -> Candidate | None:
    """The one candidate whose full name the text is; None when there is none or more than one."""
    found = [one for one in candidates if one.name == text.strip()]
    return found[0] if len(found) == 1 else None


def suggested(text: str, candidates: Iterable[Candidate], limit: int = 3) -> list[Candidate]:
    """Candidates the words may mean, likeliest first: by name, by division of work, by office."""
    ranked = [(weight, n, one) for n, one in enumerate(candidates) if (weight := _likeness(text, one))]
    ranked.sort(key=lambda row: (-row[0], row[1]))
    return [one for *_, one in ranked[:limit]]


def _likeness(text: str, one: Candidate) -> int:
    text = text.strip()
    if not text:
        return 0
    if one.name and one.name in text:
        return 4
    if one.office == "chair" and "副主席" in text:
        return 0
    if any(word and (word in text or (len(text) > 1 and text in word)) for word in one.words):
        return 2
    return int(any(word in text for word in OFFICE_WORDS.get(one.office, ())))
