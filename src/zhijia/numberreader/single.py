"""Checks of one figure by itself: damaged, over 100 %, a third of a person, a unit that cannot be, a figure gone."""

from __future__ import annotations

from collections.abc import Iterator

from zhijia.planreader.patterns import late

from .model import Problem
from .sheet import Sheet

_MAY_PASS_100 = late(
    r"完成|增|超|任务|计划|目标|收益|回报|产销|去年|上年|同期|相当于|序时|指标|涨|降|预算|利用|产出|使用率|周转|杠杆|倍"
)
_IS_RATE = late(r"率|占|覆盖面|满意度|知晓度|比例|比重|面达|面为|审计面")
_COUNTED = ("persons", "person_times", "households", "firms", "bodies", "sessions", "items")
_PER = late(r"每|均|[百千万][单人户件次家]")  # 万单投诉3.1件
_CHANGE = late(r"增|减|升|降|变|差|净|同比|环比|比上|结余|温|±|[\t|]\s?$")
_VISIT = late(r"走访(?:慰问)?(?:了)?[^,。;]{0,10}(?:职工|会员|家庭|劳模|工人|员工)$")
_COMFORT = late(r"(?:慰问|看望|探望)(?:了)?[^,。;]{0,10}(?:职工|会员|家庭|劳模|工人|员工)$")
_MONEY_WORD = late(r"金|款|资|物|价值|费|折合|发放|投入|支出|共|合计|送去|计")
_GONE = late(
    r"(?:走访|慰问|看望|培训|帮扶|救助|资助|服务|覆盖|惠及|发展|新增|表彰|吸收|共有|现有|参加|探望|组织|参赛|涉及)[^,。;:\d几多\n]{0,14}?"
    r"(?:职工|会员|女工|家庭|劳模|工人|员工|干部|学生|群众|企业|代表|人员|教师|护士|骑手|司机)(?P<unit>人次|户次|家次|余人次?|多人次?|万余?人次?|余名|多名|余户|多户|余家|多家|(?:人|户|名)(?=[,。;)\n]|$))"
    r"(?=[,。;、)\n]|$)|"
    r"(?:慰问金|助学金|补助金|救助金|帮扶资金|资金|经费|物资价值|金额|款项|奖金|合计|共计|总计|价值|折合|人均|户均|收入|支出)(?P<money>(?:万|亿)?余?元)(?=[,。;、)\n]|$)|"
    r"(?:率|占比|比例|比重|增长|同比增长|下降)(?:达到?|为|约)?(?P<rate>%)"
)


def of_one_figure(sheet: Sheet) -> Iterator[Problem]:
    """Problems that a figure has without any other."""
    for i, n in enumerate(sheet.numbers):
        if n.damaged:
            yield Problem("damaged", True, (i,), n.start, n.end, f"“{n.text}”{n.damaged}，请填上真实的数字。")
        elif n.value is not None and n.amount is not None:
            for kind, strong, why in _about(sheet, i):
                yield Problem(kind, strong, (i,), n.start, n.end, why)
    yield from _missing(sheet)


def _about(sheet: Sheet, i: int) -> Iterator[tuple[str, bool, str]]:
    n, lead = sheet.numbers[i], sheet.lead(i)
    assert n.value is not None
    if n.measure == "rate" and n.low is not None and n.low > 100 and n.role in ("rate", "share"):
        words = sheet.wide_lead(i)[-30:] + n.subject + sheet.trail(i)
        if not _MAY_PASS_100.search(words):
            certain = bool(_IS_RATE.search(words))
            yield "over_100", certain, f"“{n.text}”超过100%，{n.subject or '比例'}不可能大于全部。"
        elif "预算" in words:
            yield "over_100", False, f"“{n.text}”超过100%，请核对是否确实超出预算。"
    if n.low is not None and n.high is not None and n.low > n.high:
        yield "range", True, f"“{n.text}”前面的数比后面的大，范围写反了。"
    broken = n.measure in _COUNTED and n.role != "average" and n.value % 1 and n.unit[:1] not in "万亿"
    if broken and not _PER.search(lead):
        certain = n.measure not in ("sessions", "items")
        yield "decimal", certain, f"“{n.text}”：{n.unit}数不会有小数。"
    if n.value < 0 and n.measure in _COUNTED and n.role != "growth" and not _CHANGE.search(lead):
        yield "negative", True, f"“{n.text}”是负数，{n.unit}数不会小于零。"
    if n.measure == "money" and not _MONEY_WORD.search(lead.replace("资助", "")):
        if _VISIT.search(lead):
            yield "unit", True, f"“{lead}”数的是人或户，单位不会是“{n.unit}”，请改正单位或写明是慰问金额。"
        elif _COMFORT.search(lead):
            yield "unit", False, f"“{lead}{n.text}”：请写明这是金额，还是人数的单位写错了。"
    if n.role == "rate" and n.measure == "unknown" and lead.endswith("率"):
        yield "unit", False, f"“{lead}{n.text}”少了百分号。"


def _missing(sheet: Sheet) -> Iterator[Problem]:
    taken = {n.end for n in sheet.numbers}
    for match in _GONE.finditer(sheet.text):
        unit = match["unit"] or match["money"] or match["rate"]
        start = match.end() - len(unit)
        if match.end() not in taken:
            why = f"“{match[0]}”中“{unit}”前面没有数字，像是漏写或被删去了，请补上。"
            yield Problem("missing", True, (), start, match.end(), why)
