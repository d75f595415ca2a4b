"""Scores readings against labelled plans: F1 of headings and of tasks with exact months."""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from difflib import SequenceMatcher
from pathlib import Path

from zhijia.planreader import read_file, to_json


def plain(text: str | None) -> str:
    folded = unicodedata.normalize("NFKC", text or "").lower()
    return "".join(c for c in folded if unicodedata.category(c)[0] in "LN")


def alike(one: str, other: str) -> float:
    """Similarity of two titles, 0 when they are not alike."""
    if not one or not other:
        return 0.0
    ratio = SequenceMatcher(None, one, other, autojunk=False).ratio()
    short, long = sorted((one, other), key=len)
    return ratio if ratio >= 0.8 or (len(short) >= 2 and short in long) else 0.0


def matched_headings(gold: dict, read: dict) -> int:
    def counted(plan: dict) -> Counter:
        return Counter((h["level"], plain(h["title"])) for h in plan["outline"])

    return sum((counted(gold) & counted(read)).values())


def matched_tasks(gold: dict, read: dict) -> int:
    pairs = sorted(
        (-similarity, i, j)
        for i, g in enumerate(gold["tasks"])
        for j, r in enumerate(read["tasks"])
        if g["months"] == r["months"] and (similarity := alike(plain(g["title"]), plain(r["title"])))
    )
    used_gold: set[int] = set()
    used_read: set[int] = set()
    for _, i, j in pairs:
        if i not in used_gold and j not in used_read:
            used_gold.add(i)
            used_read.add(j)
    return len(used_gold)


def _document(labels: Path) -> Path:
    """The document that the labels are for: the Word file where there is one beside the plain text."""
    word = labels.with_suffix(".docx")
    return word if word.exists() else labels.with_suffix(".txt")


def score_folder(folder: Path) -> dict[str, float]:
    """Micro-averaged F1 of headings and tasks, and the share of documents with right facts."""
    hits, total = Counter(), Counter()
    for path in sorted(folder.glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        read = to_json(read_file(_document(path)), path.stem, "")
        hits["headings"] += 2 * matched_headings(gold, read)
        total["headings"] += len(gold["outline"]) + len(read["outline"])
        hits["tasks"] += 2 * matched_tasks(gold, read)
        total["tasks"] += len(gold["tasks"]) + len(read["tasks"])
        for fact in ("kind", "year", "union_type"):
            hits[fact] += gold[fact] == read[fact]
            total[fact] += 1
    return {name: hits[name] / total[name] for name in total}
