"""Context: what a figure counts, in which role, for which time and whom; read off the words around it."""

from __future__ import annotations

import re
from bisect import bisect_right

from zhijia.planreader.patterns import late

from .bounds import amount_and_bounds, approximation
from .finding import Found
from .model import Number
from .roles import role_of
from .units import measure_of

_SENTENCE_END = late(r"[。!?\n]")
_CLAUSE_END = late(r"[,;:。!?\n\t|]")
_TIME = late(
    r"截[至止](?:到)?(?:目前|[0-9xX年月日号底末\s]{2,12})|(?:20[0-9xX]{2}|今|去|明|上|本)年(?:度)?(?:上半年|下半年|[0-9]{1,2}月(?:底|份)?|底|末|初)?|"
    r"上半年|下半年|全年|年初|年底|年末|第?[一二三四]季度|前[0-9一二三四五六七八九]个月|目前|[0-9]{1,2}[-~至]{1,2}[0-9]{1,2}月|"
    r"[0-9]{1,2}月(?:底|份|[0-9]{1,2}日)?|上年末?|去年底|上学期|下学期|本学期|学年度?"
)
_SCOPE = late(
    r"全[镇县市区乡省校院厂司系局旗州盟馆矿段社]|全街道|全公司|全集团|全行业|各基层工会|各分会|各工会小组|女职工|女会员|女性|男职工|男性|男(?=[0-9,、])|女(?=[0-9])|"
    r"非公(?:有制)?(?:企业)?|国有企业|机关事业单位?|规模以上企业|规上企业|农民工|在职|退休|一线职工|新就业形态劳动者"
)
_LISTED = late(r"其中|分别|合计|共计|总计|总共|各(?=\s?$)|包括|含(?=[\u4e00-\u9fff]{0,8}$)")
_HEAD = late(
    r"^(?:其中|分别(?:为|是)?|一是|二是|三是|四是|五是|六是|今年|去年|本年|上半年|下半年|全年|全[镇县市区校院厂]|截[至止]|目前|同时|并|还|另|也|已|先后|累计|"
    r"年初|年末|年底|期间|以来|来|的|[0-9xX]{2,4}年|[0-9]{1,2}月[底份]?|[\s,、()第一二三四五六七八九十.])+"
)
_TAIL_WORDS = late(
    r"(?:(?:达到?|共计?|总计|累计|合计|约|近|将近|为|是|有|了|超过?|不少于|不低于|至少|各|分别|已|至|到|由|从|的|计|仅|只|逾|突破|上|占|即|高|:|\s)+)$"
)
_NOUN = late(r"\s?(?:以上|左右|以下|的)?\s?([\u4e00-\u9fffA-Za-z“”\"·]{1,16})")
_NOUN_STOP = late(
    r"[的与并占是为已被每未没有仍均都还就由向让使从按于而且]|和(?!谐)|及(?!格)|共(?!青|产|同|享)|达(?!标|人)|在(?!职|册|岗|编|读|建|校)|以(?!上|下)|"
    r"参[加与训赛]|开展|举办|分别|其中|受到|受益|获|同比|提供|一时|难以|出席|到会|全部|通过|入会|涉及|完成|实现|签订|建立|用于|发放|送去|"
    r"走访|慰问|报名|进入|接受|不|得到|享受|取得|领取|成为|列席|转为|组成"
)
_VERB = late(
    r"^(?:走访|慰问|开展|组织|举办|召开|新?发展|新?签订?|新?建立?|新?成立|发放|帮扶|救助|资助|培训|评选|表彰|推荐|新增|参加|参与|共有|现有|拥有|覆盖|涉及|"
    r"惠及|受益|吸引|投入|筹集|筹措|支出|拨付|调解|办理|受理|提供|收到|征集|采纳|完成|创建|选树|命名|打造|设立|服务)+"
)


def described(original: str, folded: str, found: list[Found]) -> list[Number]:
    """The found figures with their context."""
    sentences = [0] + [m.end() for m in _SENTENCE_END.finditer(folded)] + [len(folded)]
    clauses = [0] + [m.end() for m in _CLAUSE_END.finditer(folded)]
    numbers: list[Number] = []
    last_end = 0
    for i, one in enumerate(found):
        at = bisect_right(sentences, one.start) - 1
        sentence = sentences[at], sentences[at + 1] if at + 1 < len(sentences) else len(folded)
        clause = clauses[bisect_right(clauses, one.start) - 1]
        next_start = found[i + 1].start if i + 1 < len(found) else len(folded)
        before = folded[max(clause, last_end) : one.start]
        noun = _noun_after(folded[one.end : min(next_start, one.end + 24)])
        lead = _bare(before)
        approx = approximation(folded, one)
        amount, low, high = amount_and_bounds(one, approx)
        start_of_sentence = max(sentence[0], one.start - 120)
        numbers.append(
            Number(
                one.start,
                one.end,
                original[one.start : one.end],
                one.value,
                one.unit,
                _measure(one.unit, noun, lead, numbers, sentence),
                amount,
                low,
                high,
                approx,
                subject=_subject(lead, noun, numbers, sentence),
                noun=noun or _VERB.sub("", lead),
                role=role_of(folded, one, clause, sentence),
                listed=_last(_LISTED, folded, max(sentence[0], last_end), one.start),
                period=_last(_TIME, folded, start_of_sentence, one.start),
                scope=_last(_SCOPE, folded, clause, min(one.end + 6, next_start)),
                sentence=sentence,
                damaged=one.damaged,
            )
        )
        last_end = one.end
    return numbers


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
    stop = _NOUN_STOP.search(noun)
    return noun[: stop.start()] if stop else noun


def _bare(before: str) -> str:
    """The words before a figure without time, list words and the verbs that only say 'is'."""
    words = before.replace("(", "").replace(")", "")
    return _HEAD.sub("", _TAIL_WORDS.sub("", words))[-24:]


def _subject(lead: str, noun: str, before: list[Number], sentence: tuple[int, int]) -> str:
    if lead or noun:
        return lead + noun
    if before and before[-1].sentence == sentence:
        return before[-1].subject
    return ""


def _last(pattern: re.Pattern[str], folded: str, start: int, end: int) -> str:
    last = ""
    for match in pattern.finditer(folded[start:end]):
        last = match[0]
    return last.strip()
