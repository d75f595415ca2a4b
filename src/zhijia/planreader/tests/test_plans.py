"""The whole reader against labelled plans: our own, and the shared corpus where it is at hand."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from zhijia.planreader import read_file, to_json

from .scoring import score_folder

OWN = Path(__file__).parent / "plans"
UNSEEN = Path(__file__).parent / "unseen"  # labelled before the reader had seen a word of it
BLIND = Path(__file__).parent / "blind"  # written and labelled by others, for the same purpose
CORPUS = Path(__file__).resolve().parents[5] / "shared" / "corpus"


def test_own_plans_are_read_well():
    score = score_folder(OWN)
    assert score["headings"] >= 0.97, score
    assert score["tasks"] >= 0.96, score
    assert min(score["kind"], score["year"], score["union_type"]) >= 0.97, score


def test_plans_labelled_before_they_were_read_are_read_well():
    score = score_folder(UNSEEN)
    assert score["headings"] >= 0.97, score
    assert score["tasks"] >= 0.96, score
    assert min(score["kind"], score["year"], score["union_type"]) >= 0.97, score


def test_plans_written_by_others_are_read_well():
    score = score_folder(BLIND)
    assert score["headings"] >= 0.97, score
    assert score["tasks"] >= 0.96, score
    assert min(score["kind"], score["year"], score["union_type"]) >= 0.97, score


def test_word_and_plain_text_of_one_plan_say_the_same():
    word = next(UNSEEN.glob("*.docx"))
    read = [to_json(read_file(path), "", "") for path in (word, word.with_suffix(".txt"))]
    assert read[0] == read[1]


def test_there_are_enough_own_plans():
    assert len(list(OWN.glob("*.json"))) >= 20
    assert len(list(UNSEEN.glob("*.json"))) >= 16
    for folder in (OWN, UNSEEN):
        assert {p.stem for p in folder.glob("*.json")} == {p.stem for p in folder.glob("*.txt")}


@pytest.mark.skipif(
    not CORPUS.is_dir(), reason="the labelled corpus is not beside the project (../shared/corpus)"
)
def test_the_shared_corpus_is_read_well(tmp_path):
    for path in sorted((CORPUS / "plans").glob("*.txt")):
        plan = to_json(read_file(path), path.stem, "")
        (tmp_path / f"{path.stem}.json").write_text(json.dumps(plan, ensure_ascii=False), encoding="utf-8")
    answer = subprocess.run(
        [sys.executable, str(CORPUS / "score.py"), str(tmp_path)], capture_output=True, text=True, check=True
    ).stdout
    figures = [
        float(n)
        for n in re.findall(r"\d\.\d{3}", next(x for x in answer.splitlines() if x.startswith("MICRO")))
    ]
    assert figures[2] >= 0.95, answer
    assert figures[5] >= 0.95, answer


@pytest.mark.parametrize(
    "path", sorted(f for folder in (OWN, UNSEEN, BLIND) for f in folder.glob("*.txt")), ids=lambda p: p.stem
)
def test_spans_quote_the_text_and_nothing_is_lost(path):
    plan = read_file(path)
    seen = bytearray(len(plan.text))
    for start, end in [
        *((i.start, i.end) for i in (*plan.outline, *plan.tasks, *plan.undated)),
        *plan.unused,
    ]:
        assert 0 <= start < end <= len(plan.text)
        seen[start:end] = b"\1" * (end - start)
    assert not [c for c, s in zip(plan.text, seen, strict=True) if c.isalnum() and not s]
    for item in [*plan.tasks, *plan.undated]:
        assert item.sentence == plan.text[item.start : item.end].strip()
        rest = iter(item.sentence)
        assert all(c in rest for c in item.title), item  # the title's words stand there, in this order
