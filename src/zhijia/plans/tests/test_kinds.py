"""Every kind is whole: areas, slots, units, evidence."""

import re
from collections import Counter

import pytest

from zhijia.plans import kinds

KIND = """
[[kind]]
code = "visit"
name = "走访慰问"
area = "G"
item = "G06"
words = ["慰问"]
main = "person_times"
done = "慰问"
measures = [{code = "count", label = "次数", unit = "次"}, {code = "person_times", label = "人次", unit = "人次"}]
sentence = ["走访{count}次", "慰问{person_times}人次"]
"""


def test_every_area_has_kinds():
    assert {kind.area for kind in kinds.kinds()} == set(kinds.AREAS) == set("ABCDEFGHIJKLM")


def test_every_slot_is_a_declared_measure_followed_by_its_unit():
    for kind in kinds.kinds():
        units = {measure.code: measure.unit for measure in kind.measures}
        for clause in kind.sentence:
            for slot, rest in re.findall(r"\{(\w+)\}([^{]*)", clause):
                assert rest.startswith(units[slot]), (kind.code, clause)


def test_every_clause_speaks_of_a_number():
    assert all("{" in clause for kind in kinds.kinds() for clause in kind.sentence)


def test_evidence_is_asked_for_money_votes_and_visits_only():
    asked = {kind.code: kind.evidence_for for kind in kinds.kinds() if kind.evidence}
    assert set(asked.values()) == {"money", "vote", "visit"}
    for code, why in asked.items():
        kind = kinds.by_code()[code]
        codes = {measure.code for measure in kind.measures}
        if why in ("money", "visit"):
            assert "money" in codes, code
    assert {code for code, why in asked.items() if why == "vote"} == {
        "re_election",
        "union_congress",
        "staff_congress",
        "appraisal",
    }
    spends = {k.code for k in kinds.kinds() if any(m.code == "money" for m in k.measures)}
    assert spends <= set(asked), "money without evidence"


def test_twins_are_the_mandatory_systems_of_the_field_notes():
    twins = {kind.code: kind.twin for kind in kinds.kinds() if kind.twin}
    assert twins == {
        "admit_members": "会员实名制系统",
        "member_roll": "会员实名制系统",
        "hardship_file": "帮扶工作管理系统",
        "aid": "帮扶工作管理系统",
        "mutual_insurance": "职工医疗互助系统",
        "paperwork": "工会统计年报系统",
    }


def test_registers_count_better_than_traces_where_they_exist():
    assert kinds.by_code()["found_union"].figure("units") == "org.new_unions"
    assert kinds.by_code()["found_union"].figure("covered") == "plans.found_union.covered"
    assert kinds.by_code()["admit_members"].figure("persons") == "people.joined"


def test_nothing_is_scored():
    text = kinds.Path(kinds.__file__).with_name("kinds.toml").read_text(encoding="utf-8")
    assert not re.search(r"分值|得分|积分|score|points", text)


def test_names_are_distinct_and_short():
    names = Counter(kind.name for kind in kinds.kinds())
    assert max(names.values()) == 1
    assert all(len(name) <= 12 for name in names)


def test_the_shipped_example_reads_as_declared():
    (kind,) = kinds.parse(KIND)
    assert kind.main_measure.unit == "人次"
    assert kind.measure("count").one_each
    assert not kind.evidence
    assert kind.as_row()["measures"][0] == {"code": "count", "label": "次数", "unit": "次"}


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('area = "G"', 'area = "Z"', "do not fit"),
        ('item = "G06"', 'item = "H06"', "do not fit"),
        ('main = "person_times"', 'main = "money"', "not among the measures"),
        ("{person_times}人次", "{person_times}人", "not followed by its unit"),
        ("{count}次", "{counts}次", "is no measure"),
        ('"走访{count}次", ', "", "has no clause"),
        ('label = "人次", unit = "人次"', 'label = "人次", unit = "人"', "is counted in 人次"),
        ('done = "慰问"', 'dome = "慰问"', "misspelt"),
        ('done = "慰问"', 'done = "慰问"\nevidence = "upload"', "only money, vote or visit"),
        ('done = "慰问"', 'done = "慰问"\nmonths = [13]', "1 to 12"),
        ('["慰问"]', '["慰问", "慰问"]', "doubled"),
        ('code = "visit"', 'code = "Visit-1"', "small letters"),
    ],
)
def test_a_faulty_file_is_refused_with_the_cure(old, new, complaint):
    assert old in KIND
    with pytest.raises(kinds.BadKinds, match=complaint):
        kinds.parse(KIND.replace(old, new, 1))


def test_a_code_declared_twice_is_refused():
    with pytest.raises(kinds.BadKinds, match="declared twice"):
        kinds.parse(KIND + KIND)
