"""What each kind of paper must carry, and how its title is completed."""

import pytest

from zhijia.letters.kinds import BY_CODE, KINDS, addressees, reply_to
from zhijia.papers import HeadForm

# direction, head, red at first, addressee, closing, signer, contact, answers, sealed
FACTS = {
    "notice": ("down", HeadForm.USUAL, True, "some", "特此通知。", False, False, False, True),
    "request": ("up", HeadForm.USUAL, True, "one", "妥否，请批示。", True, True, False, True),
    "reply": ("down", HeadForm.USUAL, True, "one", "此复。", False, False, True, True),
    "report": ("up", HeadForm.USUAL, True, "some", "特此报告。", True, False, False, True),
    "summary": ("plain", HeadForm.USUAL, False, "none", "", False, False, False, False),
    "plan": ("plain", HeadForm.USUAL, False, "none", "", False, False, False, False),
    "minutes": ("plain", HeadForm.MINUTES, True, "none", "", False, False, False, False),
    "letter": ("level", HeadForm.LETTER, True, "some", "盼复。", False, False, False, True),
}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_a_kind_is_as_the_law_and_practice_have_it(kind):
    assert FACTS[kind.code] == (
        kind.direction, kind.form, kind.red_head, kind.addressee, kind.closing, kind.signer, kind.contact,
        kind.answers, kind.sealed,
    )  # fmt: skip
    assert kind.told.endswith("。")


@pytest.mark.parametrize(
    ("code", "typed", "title"),
    [
        ("notice", "开展“送清凉”活动", "关于开展“送清凉”活动的通知"),
        ("notice", "关于开展“送清凉”活动", "关于开展“送清凉”活动的通知"),
        ("notice", "关于开展“送清凉”活动的", "关于开展“送清凉”活动的通知"),
        ("notice", "关于开展“送清凉”活动的通知。", "关于开展“送清凉”活动的通知"),
        ("notice", "青溪镇总工会关于放假", "青溪镇总工会关于放假的通知"),
        ("notice", "印发《关于加强建家工作的意见》", "关于印发《关于加强建家工作的意见》的通知"),
        ("request", "成立工会", "关于成立工会的请示"),
        ("report", "换届选举结果", "关于换届选举结果的报告"),
        ("report", "2026年工作报告", "2026年工作报告"),
        ("letter", "商请提供场地", "关于商请提供场地的函"),
        ("letter", "关于场地事项的复函", "关于场地事项的复函"),
        ("summary", "青溪镇总工会2026年上半年", "青溪镇总工会2026年上半年工作总结"),
        ("summary", "2026年工作", "2026年工作总结"),
        ("plan", "2026年女职工工作要点", "2026年女职工工作要点"),
        ("minutes", "第六次主席会议", "第六次主席会议纪要"),
        ("notice", "  ", ""),
    ],
)
def test_a_title_is_completed_from_what_was_typed(code, typed, title):
    assert BY_CODE[code].completed(typed) == title
    assert BY_CODE[code].completed(title) == title


def test_addressees_are_told_apart():
    assert addressees("云川县总工会：") == ["云川县总工会"]
    assert addressees("云川县总工会，青溪镇党委、镇政府") == ["云川县总工会", "青溪镇党委", "镇政府"]
    assert addressees(" ") == []


def test_a_reply_takes_the_matter_of_the_request():
    assert reply_to("《关于成立工会的请示》") == "关于成立工会的批复"
    assert reply_to("换届选举") == "关于换届选举的批复"
