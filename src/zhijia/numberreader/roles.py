"""Roles: whether a figure is a stock, a rate, a growth, a target … by the words of its clause."""

from __future__ import annotations

from zhijia.planreader.patterns import late

from .finding import Found

_THRESHOLD = late(
    r"\s?(?:以上|以下|及以上|以内)的?(?:[\u4e00-\u9fff]{0,4}(?:企业|单位|职工|青年|公司|工会|女工|干部|人员))"
)
_GROWTH = late(
    r"(?:增长|增加|上升|提高|提升|增幅|下降|减少|降低|同比|环比|上涨|净增|多|少|升|降|比上年|比去年|较上年|较去年|增)了?(?:约|近|超过?|达|为)?\s?$"
)
_MORE = late(
    r"(?:(?<!对)比(?![赛武拼])|较(?![好多大])|环比)[^,。;]{0,8}?(?:(?:净?增[加长]?|上升|提高|减少?|下降|降低)了?|[多少]了?(?:[\u4e00-\u9fff]{2,8})?)(?:约|近)?\s?$"
)
_REACHES = late(r"(?:到|至|达到|达)\s?(?:约|近)?$")
_FULFILS = late(
    r"完成(?:了)?[^,。;]{0,16}(?:的|率)?(?:达到?|为)?\s?$|超额完成[^,。;]{0,12}$|完成率[^,。;]{0,6}$|(?:任务|目标|计划|指标)数?的\s?$"
)
_FULFILS_AFTER = late(r"\s?(?:完成|超额完成)(?:了)?(?:[^,。;]{0,8})(?:任务|目标|计划|指标)")
_OF = late(r"(?:是|为|相当于)[^,。;]{0,12}的\s?$")
_SHARE = late(r"占[^。;]{0,24}$|占比|比重|比例")
_AVERAGE = late(
    r"(?:[人户场次期家件篇]均|平均|每(?:场|人|户|家|次|期|件|名|个|组|张|份))[^,。;、0-9]{0,8}$|均\s?$"
)
_TARGET = late(
    r"要(?:达到|保持|完成|实现|确保)|争取(?![到了得])|力争|确保(?!了)|(?<![模虚草])拟(?![定订写稿])|明年|来年|下一步|下半年将|力求|打算|"
    r"将(?!近)|应当|必须"
)
# 计划 is none where it is a paper (工作计划、总结), what was followed (按计划), or part of a word (计划生育)
_TARGET_NEAR = late(
    r"不少于|不低于|至少|目标(?!责任|管理|考核)|(?<!工作)(?<![按照据])计划(?!生育|单列|[、和及书])|任务(?:是|为|数)|控制在"
)
_PLAN_HEAD = late(r"打算|下一?步|工作计划|工作安排|工作要点|设想|下半年计划|工作思路|目标任务|明年|来年")
_HEADING = late(
    r"(?m)^[ \t]*(?:[一二三四五六七八九十]{1,3}[、.]|第[一二三四五六][部章]分?|[0-9][ 、.]|"
    r"(?=下半年|明年|来年|下一?步))[^\n。;]{0,36}"
)
_FORECAST = late(r"预计|有望|可望|冲刺|预期")
_OPENING = late(r"年初|上年末|上年底|去年底|去年末|原有|期初|上年结转|去年年底|上一?年(?:末|底)")
_NEW = late(
    r"新增|新建|新发展|新吸收|新入|新成立|新组建|新签|净增|增加|发展(?:了)?(?:新)?会员|吸收|纳新|调入|转入|新招"
)
_LEFT = late(r"退会|注销|离会|离职|辞职|转出|撤销|流失|减少|退出|调出|调离|去世|病故|除名|关停|减")
_STOCK = late(
    r"现有|共有|累计|总数|截[至止]|已有|达到|拥有|在册|年末|年底|目前|已建|^(?:[女男]|工会|农民工)?会员$|会员总数|职工总数|下辖|辖|建有|实有"
)


def planned_spans(folded: str) -> list[tuple[int, int]]:
    """The parts of the text that look ahead: from a heading such as 下步打算 to the next one of its form."""
    heads = list(_HEADING.finditer(folded))
    out = []
    for i, head in enumerate(heads):
        if _PLAN_HEAD.search(head[0].partition(",")[0].partition(":")[0]):
            form = _form(head[0])
            end = next((h.start() for h in heads[i + 1 :] if _form(h[0]) == form), len(folded))
            out.append((head.end() if form else head.start(), end))
    return out


def _form(head: str) -> str:
    """一 for 一、, 1 for 1., 第 for 第一部分, "" for a paragraph that begins with 下半年."""
    first = head.strip()[:1]
    return "1" if first.isdigit() else first if first == "第" else "" if first in "下明来" else "一"


def role_of(folded: str, one: Found, clause: int, sentence: tuple[int, int], planned: bool) -> str:
    """One of `model.ROLES`; `planned` when the figure stands in a part that looks ahead."""
    before = folded[max(clause, one.start - 40) : one.start]
    wide = _reach(folded[max(sentence[0], one.start - 80) : one.start])
    if one.unit in ("岁", "周岁") and not _AVERAGE.search(before):
        return "threshold"
    if one.unit in ("人", "名", "亩", "万元", "年") and _THRESHOLD.match(folded, one.end):
        return "threshold"
    if _FORECAST.search(wide):
        return "forecast"
    if one.unit in ("%", "成", "‰", "百分点", "倍", "番"):
        return _role_of_rate(folded, one, before, planned or bool(_TARGET.search(wide)))
    if _AVERAGE.search(before) and not (planned or _TARGET_NEAR.search(before)):
        return "average"
    if planned or _TARGET.search(wide) or _TARGET_NEAR.search(folded, max(clause, one.start - 12), one.start):
        return "target"
    if _MORE.search(before):
        return "growth"
    for pattern, role in ((_LEFT, "left"), (_NEW, "new"), (_OPENING, "opening"), (_STOCK, "stock")):
        if pattern.search(before):
            return role
    return "flow"


def _reach(before: str) -> str:
    """What a word may govern a figure from: back to ；, and over it only where a list was opened (力争：…；…)."""
    opened, colon, listed = before.rpartition(":")
    return opened.rpartition(";")[2] + listed if colon else before.rpartition(";")[2]


def _role_of_rate(folded: str, one: Found, before: str, target: bool) -> str:
    if (_GROWTH.search(before) and not _REACHES.search(before)) or one.unit in ("百分点", "番"):
        return "growth"
    if _OF.search(before) and not _FULFILS.search(before):
        return "growth" if one.unit == "倍" else "share"
    if _FULFILS.search(before) or _FULFILS_AFTER.match(folded, one.end):
        return "fulfilment"
    if target or _TARGET_NEAR.search(before[-12:]):
        return "target"
    if _SHARE.search(before):
        return "share"
    return "rate"
