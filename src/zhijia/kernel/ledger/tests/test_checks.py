"""A broken declaration of each kind, and the sentence that says how to mend it."""

import pytest
from django import forms
from django.db.models import Q

from zhijia.kernel.forms import Fields
from zhijia.kernel.ledger import Ledger, Mark, Tab, Where, ledgers
from zhijia.kernel.ledger.checks import faults
from zhijia.people.actions import rejoin
from zhijia.people.models import Person
from zhijia.relief import actions
from zhijia.relief.models import Visit


class Sound(Ledger):
    app, name, model = "relief", "sound", Visit
    title, unit, offices = "走访", "次", ("chair",)
    columns = ["name"]
    verbs = [actions.correct]


del Ledger.known["relief.sound"]


def broken(**changed):
    """The codes and cures of a declaration with one thing changed."""
    declared = type("Broken", (Sound,), {"name": "broken", **changed})
    del Ledger.known["relief.broken"]
    return [(fault.id, fault.hint) for fault in faults(declared())]


def asking(verb, form, model=Visit):
    return type("Asks", (), {"model": model, "form": form, "name": verb, "verb": f"x.{verb}"})()


BROKEN = [
    ({"columns": ["name", "nmae"]}, "E001", "field's name"),
    ({"facts": ["person__nme"]}, "E001", "path like"),
    ({"filters": ["knd"]}, "E001", "attribute"),
    ({"columns": []}, "E002", "at least one"),
    ({"title": ""}, "E003", "what it is called"),
    ({"offices": ()}, "E003", "which offices"),
    ({"filters": ["name"]}, "E004", "Search for text"),
    ({"tabs": [Tab("a", "甲", Q()), Tab("a", "乙", Q())]}, "E005", "another code"),
    ({"filters": ["kind", Where("kind", "甲", "乙", Q)]}, "E005", "name="),
    ({"more_filters": {"kind": forms.CharField()}, "filters": ["kind"]}, "E005", "name="),
    ({"on": "name"}, "E006", "DateField"),
    ({"on": "nowhere"}, "E006", "DateField"),
    ({"verbs": [rejoin]}, "E010", "relief.Visit"),
    ({"verbs": [asking("mend", Fields("nmae"))]}, "E011", "Name a field"),
    ({"new": [asking("open", None)]}, "E012", "Fields"),
    ({"new": [asking("export", Fields("name"))]}, "E013", "otherwise"),
    ({"verbs": []}, "E014", "has_rows_pages"),
]  # fmt: skip


def test_a_sound_declaration_and_all_of_the_program_have_no_fault():
    assert broken() == []
    assert [fault for ledger in ledgers().values() for fault in faults(ledger)] == []


@pytest.mark.parametrize(("changed", "code", "cure"), BROKEN)
def test_each_fault_is_found_and_says_its_cure(changed, code, cure):
    found = broken(**changed)
    assert [id for id, _ in found] == [f"ledger.{code}"]
    assert cure in found[0][1]


def test_what_the_model_must_say(monkeypatch):
    for name, code in (("may_reveal", "E020"), ("mark", "E022")):
        with monkeypatch.context() as patch:
            patch.delattr(Visit, name)
            assert [id for id, _ in broken(columns=["name", Mark("state")])] == [f"ledger.{code}"]
    monkeypatch.setattr(Person, "may_attach", classmethod(lambda cls, seat: Q()), raising=False)
    assert [id for id, _ in broken(model=Person, verbs=[], has_rows_pages=False)] == ["ledger.E021"]
