"""Which figure a number is: sentences as officers write them, judged by hand. Sure ones may contradict an officer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhijia.kernel.figures import Period
from zhijia.numberreader import numbers_in
from zhijia.reports import matching, meanings

YEAR = Period("2026")


def found(text, report=YEAR):
    numbers = numbers_in(text)
    return list(zip(numbers, matching.matches(text, numbers, report), strict=True))


SURE = [
    ("全镇共有基层工会159个，其中单独建会137个、联合工会18个，联合工会覆盖企业467家。",
     ["org.unions", "org.unions_single", "org.unions_joint", "org.employers_joint"]),
    ("年初会员147人，新吸收会员3人，离会4人，现有会员146人，其中女会员111人。",
     ["people.opening", "people.joined", "people.left", "people.members", "people.women"]),
    ("新建工会6家，新发展会员806人，入会率95.3%。", ["org.new_unions", "people.joined", "people.joining_rate"]),
    ("征集职工提案208件，立案154件，办结138件。",
     ["plans.proposals.items", "plans.proposals.adopted", "plans.proposals.closed"]),
    ("调处劳动争议55件，调解成功26件。", ["plans.mediation.items", "plans.mediation.closed"]),
    ("开展劳动安全检查114次，发现隐患239处，督促整改135处。",
     ["plans.safety_check.count", "plans.safety_check.items", "plans.safety_check.closed"]),
    ("开展走访慰问130次，慰问职工132人次，发放慰问金（物）5.87万元。",
     ["relief.all.visit.count", "relief.all.visit.person_times", "relief.all.visit.money"]),
    ("签订工资专项集体合同17份，覆盖职工2891人。", ["plans.wage_negotiation.contracts", "plans.wage_negotiation.covered"]),
    ("签订、续签集体合同43份，覆盖企业105家。", ["plans.collective_contract.contracts", "plans.collective_contract.units"]),
    ("督促公开厂（校、院）务事项256项。", ["plans.openness.items"]),
    ("征集合理化建议1143条，采纳438条，产生效益14.5万元。",
     ["plans.suggestions.items", "plans.suggestions.adopted", "plans.suggestions.benefit_yuan"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "codes"), SURE)
def test_a_plain_sentence_is_matched_and_sure(text, codes):
    best = [matches[0] for _, matches in found(text)]
    assert [match.code for match in best] == codes
    assert all(match.sure for match in best), [match for match in best if not match.sure]


NARROWED = [
    "新发展会员806人，其中骑手、货车司机120人。",  # the second: a part of them
    "看望住院职工7人次。",  # one sort of visit
    "春节前走访劳模12人次。",
    "顺达机械厂开展安全检查6次。",  # a place
    "3月8日，举办女职工趣味活动，146人次参加。",  # one event
    "还有30余家企业未足额上缴工会经费。",
    "计划新建工会8家，发展会员500人。",  # an intention
    "人均慰问金500元。",
    "每人发放慰问金300元。",
]


@pytest.mark.parametrize("text", NARROWED)
def test_what_is_narrowed_never_contradicts(text):
    _, matches = found(text)[-1]
    assert not any(match.sure for match in matches)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("慰问职工312人。", "relief.all.visit.person_times"),
        ("参加体检的职工4119人次。", "plans.health_check.persons"),
        ("发放慰问金（物）312人次。", "relief.all.visit.money"),
    ],
)
def test_persons_and_person_times_are_never_mixed(text, code):
    ((_, matches),) = found(text)
    assert code not in [match.code for match in matches]


def test_a_rate_is_taken_of_its_own_two_figures():
    *_, (_, matches) = found("征集职工提案208件，立案154件，办结138件，办结率89.6%。")
    pairs = {(match.code, match.under) for match in matches}
    assert ("plans.proposals.closed", "plans.proposals.items") in pairs
    assert (
        "plans.proposals.closed",
        "plans.proposals.adopted",
    ) in pairs  # 办结 of what was filed is right too


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("职工参加医疗互助5126人，比去年同期增长16.7%。", "growth"),
        ("师徒结对10对，比上年增加3对。", "more"),
        ("入会率95.3%，比上年提高0.4个百分点。", "more"),
        ("现有会员12706人，较年初净增466人。", "net"),
    ],
)
def test_growth_is_held_against_the_number_before_it(text, how):
    (_, base), (_, grown) = found(text)
    assert grown[0].how == how
    assert grown[0].code == base[0].code


def test_the_days_are_those_the_words_name():
    text = "上半年开展走访慰问67次，全年开展走访慰问130次。"
    first, last = (matches[0].days.period.code for _, matches in found(text))
    assert (first, last) == ("2026H1", "2026")


def test_every_meaning_has_words_and_every_declared_word_a_figure():
    codes = set(meanings.by_code())
    for section in ("says_of", "never_of"):
        for place in meanings.words()[section]:
            assert f"plans.{place}" in codes or place in ("found_union.units",), place


@given(st.text(alphabet="慰问走访职工会员人次万元0123456789%，。；、（）其中去年同期\n", max_size=80))
def test_any_text_gets_an_answer_for_each_of_its_numbers(text):
    numbers = numbers_in(text)
    assert len(matching.matches(text, numbers, YEAR)) == len(numbers)
