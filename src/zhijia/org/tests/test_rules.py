"""The rules of the organisation, worked by hand."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhijia.org.rules import ALPHABET, Standing, code_fault, lacking, radar, seats_for, tidy_code

TODAY = dt.date(2026, 11, 20)
CODES = ["91350100M000100Y43", "81330106MC1234566W"]  # the sample of the standard, and a made-up union's


@pytest.mark.parametrize("code", CODES)
def test_a_right_code_has_no_fault(code):
    assert code_fault(tidy_code(f" {code[:8].lower()} {code[8:]}")) == ""


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("91350100M000100Y4", "现在是 17 位"),
        ("91350100M000100YO3", "不会有“O”"),
        ("91350100M000100Y44", "最后一位校验不对"),
        ("91350100M000200Y4E", "校验不对"),
    ],
)
def test_a_wrong_code_is_told_what_is_wrong(code, told):
    assert told in code_fault(code)


@given(st.sampled_from(CODES), st.integers(0, 17), st.sampled_from(ALPHABET))
def test_no_single_sign_can_be_mistaken(code, at, sign):
    assert (code_fault(code[:at] + sign + code[at + 1 :]) == "") == (sign == code[at])


@pytest.mark.parametrize(
    ("members", "least", "most"),
    [
        (0, 3, 5),
        (24, 3, 5),
        (25, 3, 7),
        (200, 3, 7),
        (201, 7, 15),
        (1000, 7, 15),
        (1001, 15, 21),
        (60000, 37, 45),
    ],
)
def test_seats_by_members(members, least, most):
    assert seats_for(members)[1:] == (least, most)


@pytest.mark.parametrize(
    ("end", "months"),
    [("2026-11-19", 0), ("2026-11-20", 3), ("2027-02-20", 3), ("2027-02-21", 6), ("2027-05-20", 6),
     ("2027-11-20", 12), ("2027-11-21", None)],
)  # fmt: skip
def test_the_radar(end, months):
    assert radar(dt.date.fromisoformat(end), TODAY) == months


SOUND = Standing(
    members=40, women=12, offices=frozenset({"chair", "auditor"}), bodies=frozenset({"committee", "women", "audit"}),
    term_to=dt.date(2028, 1, 1), has_code=True, seal="有", own_accounts="yes", certificate_to=dt.date(2028, 1, 1),
    heads_on=dt.date(2026, 6, 30), employers=1,
)  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "lacks"),
    [
        ({}, []),
        ({"term_to": dt.date(2026, 11, 1)}, ["委员会超期未换届"]),
        ({"offices": frozenset({"auditor"})}, ["缺主席"]),
        ({"members": 12, "women": 0, "offices": frozenset({"organiser", "auditor"}), "term_to": None}, []),
        ({"members": 30, "offices": frozenset({"organiser"}), "term_to": None}, ["缺主席", "缺委员会届期"]),
        ({"bodies": frozenset({"committee"}), "offices": frozenset({"chair"})},
         ["缺经费审查委员会", "缺女职工委员会"]),
        ({"bodies": frozenset({"committee"}), "own_accounts": "agency", "women": 9}, ["缺女职工委员"]),
        ({"seal": "", "has_code": False}, ["缺印章情况", "缺统一社会信用代码"]),
        ({"certificate_to": dt.date(2026, 12, 10)}, ["法人资格证书 2026-12-10 到期，现在可以换"]),
        ({"heads_on": dt.date(2025, 6, 30)}, ["职工人数是 2025-06-30 的，满一年了"]),
        ({"employers": 0, "heads_on": None}, ["缺覆盖单位"]),
    ],
)  # fmt: skip
def test_what_an_irregular_union_lacks(changed, lacks):
    assert lacking(SOUND._replace(**changed), TODAY) == lacks
