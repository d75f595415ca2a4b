"""Context: what a figure counts, in which role, for which time and whom; read off the words around it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from zhijia.planreader.patterns import late

from .bounds import amount_and_bounds, approximation
from .finding import Found
from .model import Number
from .roles import planned_spans, role_of
from .units import measure_of

_SENTENCE_END = late(r"[。!?\n]")
_CLAUSE_END = late(r"[,;:。!?(\n\t|]")
_TIME = late(
    r"截[至止](?:到)?(?:目前|[0-9xX年月日号底末\s]{2,12})|(?:20[0-9xX]{2}|今|去|明|上|本)年(?:度)?(?:上半年|下半年|[0-9]{1,2}月(?:底|份)?|底|末|初)?|"
    r"上半年|下半年|全年|年初|年底|年末|第?[一二三四]季度|前[0-9一二三四五六七八九]个月|目前|[0-9]{1,2}月?[-~至]{1,2}[0-9]{1,2}月|"
    r"[0-9]{1,2}月(?:底|份|[0-9]{1,2}日)?|上年末?|去年底|上学期|下学期|本学期|学年度?"
)
_SCOPE = late(
    r"全[镇县市区乡省校院厂司系局旗州盟馆矿段社]|全街道|全公司|全集团|全行业|各基层工会|各分会|各工会小组|女职工|女会员|女性|男职工|男性|男(?=[0-9,、])|女(?=[0-9])|"
    r"非公(?:有制)?(?:企业)?|国有企业|机关事业单位?|规模以上企业|规上企业|农民工|在职|退休|一线职工|新就业形态劳动者"
)
_WHOLE = late(r"全[镇县市区乡省校院厂州]|全街道|全公司|全集团")
_LISTED = late(r"其中|分别|合计|共计|总计|总共|各(?=\s?$)|包括|含(?=[\u4e00-\u9fff]{0,8}$)")
_HEAD = late(
    r"^(?:其中|分别(?:为|是)?|[一二三四五六七八九]是|其[一二三四]|第[一二三四五六],|今年|去年|本年|上半年|下半年|全年|全[镇县市区校院厂]|截[至止]|目前|同时|并|还|另|也|"
    r"已|先后|累计|共有|共|现有|建有|有|年初|年末|年底|期间|以来|来|的|占[^占]*|[0-9xX]{2,4}年|[0-9]{1,2}月[底份]?|"
    r"\(?(?:[一二三四五六七八九十]{1,3}|[0-9]{1,2})(?:[)、.]|、)|[\s,、().])+"
)
_TAIL_WORDS = late(
    r"(?:(?:达到?|共计?|总计|累计|合计|(?<![签履])约|近|将近|为|是|[现共实建]有|有|了|超过?|不少于|不低于|至少|各|分别|已|至|到|由|从|的|计|仅|只|逾|"
    r"突破|上|占|即|高|稳定在|:|\s)+)$"
)
_NOUN = late(r"\s?(?:以上|左右|以下|的)*\s?(?!以上|左右|以下|的)([\u4e00-\u9fffA-Za-z“”\"·]{1,16})")
_NOUN_STOP = late(
    r"[的与并占是为已被每未没有仍均都还就由向让使从按于而且]|和(?!谐)|及(?!格)|共(?!青|产|同|享)|达(?!标|人)|在(?!职|册|岗|编|读|建|校)|以(?!上|下)|"
    r"参[加与训赛]|开展|举办|分别|其中|受到|受益|获|同比|提供|一时|难以|出席|到会|全部|通过|入会|涉及|完成|实现|签订|建立|用于|发放|送去|"
    r"走访|慰问|报名|进入|接受|不|得到|享受|取得|领取|成为|列席|转为|组成|介绍|推荐|找到|办理|解决|落实"
)
_AVERAGE = late(
    r"^(?:[人户场次期家件篇]均|平均|每[场人户家次期件名个组张份]|均)$|^平均每[\u4e00-\u9fff]{1,3}$"
)
_JOIN = late(r"\s?[、,和及与]\s?(?:[\u4e00-\u9fff\"]{0,8})")
_ENUMERATION = late(r"\s?[、和及与]\s?")
_COMPARED = late(r"[比较于]$")
_QUOTE = late(r'"[^"]*"')
VERB = late(
    r"^(?:走访|慰问|开展|组织|举办|召开|新?发展|新?签订?|新?建(?!议)立?|新?成立|发放|帮扶|救助|资助|培训|评选|表彰|推荐|新增|参加|参与|共有|现有|拥有|覆盖|涉及|"
    r"惠及|受益|吸引|投入|筹集|筹措|支出|拨付|调解|办理|受理|提供|收到|征集|采纳|完成|创建|选树|命名|打造|设立|服务|撤并|撤销|整改|办结|立案|评出|选出|制发|"
    r"采集|续签|新签|收缴|看望|探望|赔付|送去|签约|评为|新进|调出|增加|减少|发布|查出|排查|化解)+"
)


def described(original: str, folded: str, found: list[Found]) -> list[Number]:
    """The found figures with their context."""
    sentences = [0] + [m.end() for m in _SENTENCE_END.finditer(folded)] + [len(folded)]
    clauses = [0] + [m.end() for m in _CLAUSE_END.finditer(folded)]
    plans = planned_spans(folded)
    numbers: list[Number] = []
    for i, one in enumerate(found):
        at = bisect_right(sentences, one.start) - 1
        # a figure broken over two lines (120 / 人次) takes its sentence along
        after_it = bisect_left(sentences, one.end)
        sentence = sentences[at], sentences[after_it] if after_it < len(sentences) else len(folded)
        clause = clauses[bisect_right(clauses, one.start) - 1]
        last = numbers[-1] if numbers and numbers[-1].sentence == sentence else None
        after = found[i + 1].start if i + 1 < len(found) else len(folded)
        before = folded[max(clause, last.end if last else 0) : one.start]
        behind = _noun_after(folded[one.end : min(after, one.end + 24)])
        lead = _bare(before)
        approx = approximation(folded, one)
        amount, low, high = amount_and_bounds(one, approx)
        role = role_of(folded, one, clause, sentence, any(a <= one.start < b for a, b in plans))
        if last and last.unit == one.unit and _ENUMERATION.fullmatch(folded, last.end, one.start):
            role = last.role  # 同比分别增长12%、9%
        noun = _noun(lead, behind, one, numbers, sentence)
        start = max(sentence[0], one.start - 120)
        numbers.append(
            Number(
                one.start,
                one.end,
                original[one.start : one.end],
                one.value,
                one.unit,
                _measure(one.unit, behind, lead, numbers, sentence),
                amount,
                low,
                high,
                approx,
                subject=_subject(lead, behind, noun, last),
                noun=noun,
                role=role,
                listed=_listed(folded, one, last, sentence),
                period=_period(folded, start, one.start),
                scope=_last(_SCOPE, folded, clause, one.end + len(behind))
                or _last(_WHOLE, folded, sentence[0], one.start),
                sentence=sentence,
                damaged=one.damaged,
            )
        )
    return numbers


def _listed(folded: str, one: Found, last: Number | None, sentence: tuple[int, int]) -> str:
    """其中, 分别 …: by a word before the figure, or handed on along the list."""
    if word := _last(_LISTED, folded, last.end if last else sentence[0], one.start):
        return word
    goes_on = last and last.unit == one.unit and _JOIN.fullmatch(folded, last.end, one.start)
    return last.listed if last and goes_on and last.listed in ("其中", "分别", "包括", "含") else ""


def _period(folded: str, start: int, end: int) -> str:
    """The nearest time before a figure; what it is only compared with (比上年增长) is not its time."""
    found = ""
    for match in _TIME.finditer(folded, start, end):
        compared = _COMPARED.search(folded, max(start, match.start() - 1), match.start())
        if not compared or folded[match.end() : end].strip() in ("", "的", "同期的", "同期"):
            found = match[0]
    return found.strip()


def _noun(lead: str, behind: str, one: Found, before: list[Number], sentence: tuple[int, int]) -> str:
    """The thing counted; a bare verb (新建11家) borrows it from the last figure in the same unit."""
    if behind or one.unit in ("%", "成", "倍", "百分点", "‰"):
        return behind or lead
    noun = VERB.sub("", lead)
    if not noun and lead:
        for other in reversed(before):
            if other.sentence != sentence:
                break
            if other.unit == one.unit:
                return other.noun
    return noun


def _measure(unit: str, noun: str, lead: str, before: list[Number], sentence: tuple[int, int]) -> str:
    """The measure by the words, or else that of the figure before in the same unit: 工会142家，新建11家."""
    measure, certain = measure_of(unit, noun, lead)
    if not certain:
        for other in reversed(before):
            if other.sentence != sentence:
                break
            if other.unit == unit:
                return other.measure
    return measure


def _noun_after(text: str) -> str:
    match = _NOUN.match(text)
    if not match:
        return ""
    noun = match[1]
    stop = _NOUN_STOP.search(_QUOTE.sub(lambda quote: "“" * len(quote[0]), noun))
    return noun[: stop.start()] if stop else noun


def _bare(before: str) -> str:
    """The words before a figure without time, list words and the verbs that only say 'is'."""
    words = before.replace("(", "").replace(")", "")
    return _HEAD.sub("", _TAIL_WORDS.sub("", words))[-24:]


def _subject(lead: str, behind: str, noun: str, last: Number | None) -> str:
    inherited = last.subject if last else ""
    if _AVERAGE.match(lead) and not behind:
        return inherited + lead
    if lead and not behind and noun and noun not in lead:
        return lead + noun  # 新建 + 基层工会
    return lead + behind or inherited


def _last(pattern: re.Pattern[str], folded: str, start: int, end: int) -> str:
    last = ""
    for match in pattern.finditer(folded, start, end):
        last = match[0]
    return last.strip()
