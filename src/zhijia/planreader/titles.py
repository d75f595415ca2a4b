"""Titles: the shortest faithful phrase for an activity, in the text's own words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from .lines import Line
from .marks import STARS
from .patterns import late

VERBS = (
    "开展|组织|举办|召开|建立|完善|落实|制定|制订|修订|拟定|做好|抓好|搞好|"
    "办好|开好|进行|参加|参与|慰问|走访|看望|探望|评选|评比|评议|评审|表彰|"
    "选举"
    "|推选|推荐|选派|选拔|选树|培训|轮训|学习|宣传|宣讲|检查|督查|督导|巡查|"
    "调研|调查|排查|摸底|签订|签署|协商|发放|发动|布置|部署|安排|筹备|筹办|"
    "筹建"
    "|策划|庆祝|欢度|纪念|观看|编印|编制|编写|编发|上报|报送|申报|申请|总结|"
    "考核|考评|审议|审查|审计|收缴|收取|上缴|上解|缴纳|统计|整理|归档|更新|"
    "设立|成立"
    "|组建|创建|建设|深化|推进|推动|加强|强化|健全|提高|提升|维护|关心|关爱|"
    "帮扶|救助|资助|配合|协助|督促|指导|发展|吸收|换届|改选|补选|增补|征集|"
    "收集"
    "|公布|公示|公开|通报|开通|举行|实施|启动|开设|启用|购买|购置|采购|发送|"
    "发布|印发|拜访|联系|对接|邀请|聘请|培育|树立|打造|营造|丰富|拓展|扩大|"
    "巩固|迎接"
    "|讨论|研究|听取|汇报|述职|验收|命名|授牌|命题|报名|办理|登记|录入|核对|"
    "核查|清理|清查|盘点|结算|决算|预算|申领|发起|募集|捐款|捐赠|献血|植树|"
    "参观|赏|观摩"
    "|交流|座谈|联谊|比赛|练兵|竞赛|演练|体检|疗养|休养|春游|秋游|踏青|登山|"
    "送|建|办|评|写|交|订|查|访|抓|搞|迎|庆|祭扫|扫墓|团拜|聚餐|公开|继续|"
    "下发|传达|征求|收看|收听|承办|协办|举荐|选送|调整|整改|改造|装修|配备|添置|张贴|悬挂|创办|新建|"
    "扩建|修缮|维修|评定|评出|审核|审定|汇总|统筹|兑现|赠送|陪同|分发|派发|摸排|会同|协调|调解|处理|受理|"
    "解决|答复|反馈|回访|跟踪"
    "|动员|招募|确定|落成|挂牌|揭牌|谋划|规划|撰写|草拟|起草|完成|开放|开办|"
    "赴|为|对|给|向|推选|推荐|试点|推广|普及|排练|彩排|录制|拍摄|展示|展出|"
    "布展|开班|结业"
)
ACTION = late(rf"(?:{VERBS})")
_ADVERB = (
    r"(?:(?:要|将|拟|并|应|须|需|需要|计划|准备|继续|积极|认真|切实|深入|广泛|"
    r"大力|扎实|全面|进一步|努力|着力|精心|及时|适时|定期|统一|集中|分批|分期|"
    r"有序|有针对性地|不断|组织|协助|配合|全力|逐步|重点|牵头|做到|坚持|具体|"
    r"还要|同时|用心|各?工会|校工会|院工会|公司工会|工会)(?:地)?)"
)
STARTS_WITH_ACTION = late(rf"{_ADVERB}{{0,4}}(?:{VERBS})")
# a clause that says why, how or with what effect, and is no activity of its own
RESULT = late(
    r"(?:从而|以便|以此|以期|以达|进一步|不断|切实|努力|充分|真正|全面提|有效|"
    r"更好|使|让|令|确保|保证|力争|力求|做到|达到|实现|形成|增强|提高|提升|"
    r"促进|丰富|营造"
    r"|激发|激励|调动|凝聚|活跃|展现|展示职|体现|彰显|弘扬|陶冶|缓解|加深|增进|"
    r"充实|发挥|保障|维护|感受|共同|为(?!.{2,12}(?:购|办|送|过|发))|推动|引导|"
    r"鼓励|培养|树立|打造|构建"
    r"|并(?!组织|开展|举办|召开|进行|评选|表彰)|要求|其中|包括|主要|内容|通过|"
    r"由.{1,12}?(?:负责|承办|带队|牵头|主持|接待|汇报|组织实施)|地点|时间|参加?(?:对象|人员|范围|者)|对象|人员|经费|备注|"
    r"(?:参赛|参加|参会|获奖|慰问)(?:队员|人员|对象|者)|分[组批期类](?:进行|开展|实施)|议题|具体|评出|对(?!接)|发动|授予|详见|另行|待定|各[^,。]{1,8}?[要应须]|届时|颁发|邀请[^,。;]{2,24}(?:参加|出席|列席|到场)|做到|及时(?:了解|掌握|反映))"
)
BACKGROUND = late(
    r"(?:根据|按照|依据|遵照|为(?!.{2,14}(?:购|办|送|过生日|发放))|围绕|紧紧围绕|(?:要|"
    r"突出|要突出)?以|结合|通过|透过|借助|随着|针对|由于|鉴于|配合(?=.{0,20}(?:要求|部署|"
    r"安排)$)|利用|在.{1,24}(?:下|中|上|时|基础上|过程中|同时)$|抓住|值此|值|适逢|时逢|"
    r"恰逢|每逢|借|趁|一方面|另一方面|同时$|此外$|首先$|其次$|最后$|今年|本年度?|本学期$)"
)
# words around a time expression that go with it
BEFORE_TIME = late(
    r"(?:(?:初步|原则上?|总体|请)?(?:计划|拟定?|预计|力争|争取|确保|安排|定|将|"
    r"准备|一般|分别|打算|应|须|要|并|最迟|最晚|时间|务必|赶)?(?:在|于|从|自|"
    r"到了?|至|截止到?|截至|利用|每逢|逢|借|趁|值|抓住|结合|以)?)$"
)
AFTER_TIME = late(
    r"(?:[)\"\s]*(?:等(?:重大|重要|传统|法定)?(?:节假?日|节庆|时间节点|节点|"
    r"时节)?|(?:这|两|三|四|几)(?:个|大)?(?:重大|重要|"
    r"传统)?节(?:假?日)?)?(?:到来之际|来临之际|之际|前后|前夕|期间|为契机|契机|"
    r"来临|到来|当天|左右|之前|以前|前|后|时)?(?:的|,|、|:|\s|,?分别|-|[为是](?=[^,。;]{2,8}[谈待习动放书议健]日$))*)"
)
_TRIM = " \t,。;:、!?.-·*|)" + STARS
_TRIM_END = _TRIM + "("
_LEADING = late(
    rf"^(?:[ \t,。;:、!?.\-·*|){STARS}]|\"(?=[,、。])|并且|并(?=[^列举]{{2}})|同时,?|"
    r"其中,?|另外,?|此外,?|以及|还要|一是要?|二是要?|三是要?|"
    r"[四五六七八九十]是要?|其[一二三四五]是?|首先,?|其次,?|最后,?)+"
)
_EMPTY_BRACKETS = late(r"\(\s*[、,;:\s]*\)|\"\s*\"")
_NOTES = late(
    r"\((?:待定|暂定|已?完成|另行通知|时间待定|拟|[^()]{0,6}负责[^()]{0,10}|"
    r"[^()]{0,3}(?:责任|负责)人?[^()]{0,14}|地点[^()]{0,14}|时间[^()]{0,14})\)\s*$"
)
# 文艺汇演由综合科牵头: who answers for it is no part of its name
_AGENT_LAST = late(
    r"(?<=.{4}),?由[^,。;:()由]{2,12}?(?:具体|统一|全面|共同)?(?:负责|承办|牵头|主办|带队|主持|组织实施)$"
)
# 评分表由安全科印发: who does it is no part of its name either, but what is done is
_AGENT_INSIDE = late(
    r"(?<=.{2}),?由(?![来于])[^,。;:()由]{1,12}?(?:部|科|室|会|办|组|处|队|院|局|委|中心|公司|单位|小组|部门|主席|人)"
    rf"(?:具体|统一|牵头|组织)?(?=重?新?(?:汇编|造册|{VERBS})(?<!办)(?!公室))"
)
_WHOLE_BRACKET = late(r"\([^()]+\)")
_NEED = late(r"需要|需|要|应")
MAX_TITLE = 40


def without(line: Line, start: int, end: int, cuts: Iterable[tuple[int, int]]) -> list[int]:
    """Positions of line[start:end] outside the cuts, with the words that go with a cut time."""
    gone: set[int] = set()
    for a, b in cuts:
        before = BEFORE_TIME.search(line.text[max(start, a - 12) : a])
        a -= len(before[0]) if before else 0
        after = AFTER_TIME.match(line.text[:end], b)
        b = after.end() if after else b
        if line.text[max(start, a - 1) : a] == "(" and ")" in line.text[b - 1 : b + 1]:
            a -= 1  # the bracket held nothing but the time
        gone.update(range(a, b))
    return [i for i in range(start, end) if i not in gone]


def title_of(line: Line, start: int, end: int, cuts: Iterable[tuple[int, int]] = ()) -> str:
    """The title that line[start:end] gives once the times in `cuts` are taken out of it."""
    kept = without(line, start, end, cuts)
    folded = "".join([line.text[i] for i in kept])
    notes = _NOTES.search(folded)
    if notes and notes.start() >= 2:
        kept, folded = kept[: notes.start()], folded[: notes.start()]
    for empty in reversed(list(_EMPTY_BRACKETS.finditer(folded))):
        del kept[empty.start() : empty.end()]
    folded = "".join([line.text[i] for i in kept])
    if _WHOLE_BRACKET.fullmatch(folded):
        kept, folded = kept[1:-1], folded[1:-1]
    agent = _AGENT_LAST.search(folded) if "由" in folded else None
    if agent:
        kept, folded = kept[: agent.start()], folded[: agent.start()]
    inside = _AGENT_INSIDE.search(folded) if "由" in folded else None
    if inside:
        kept = kept[: inside.start()] + kept[inside.end() :]
        folded = folded[: inside.start()] + folded[inside.end() :]
    lead = _LEADING.match(folded)
    if lead:
        kept, folded = kept[lead.end() :], folded[lead.end() :]
    while folded and folded[-1] in _TRIM_END and not (folded[-1] == ")" and "(" in folded):
        kept, folded = kept[:-1], folded[:-1]
    if folded.count('"') % 2 and folded.endswith('"'):
        kept = kept[:-1]
    return line.quoted(kept).replace(" ", "")


def unbracketed(title: str) -> str:
    """【午休室改造】 without its brackets."""
    return title[1:-1] if title[:1] == "【" and title[-1:] == "】" else title


@cache
def _signs(at: str) -> re.Pattern[str]:
    return re.compile("[" + re.escape('()《》"' + at) + "]")


def clauses(text: str, start: int, end: int, at: str = ",;。!?\t") -> list[tuple[int, int]]:
    """The stretches of text[start:end] between separators, quotes and brackets kept whole."""
    out, begin, depth, quoted = [], start, 0, False
    for match in _signs(at).finditer(text, start, end):
        c, i = match[0], match.start()
        if c == "(" or c == "《":
            depth += 1
        elif c == ")" or c == "》":
            depth = max(0, depth - 1)
        elif c == '"':
            quoted = not quoted
        elif c in at and ((depth == 0 and not quoted) or c == "。"):
            if text[begin:i].strip():
                out.append((begin, i))
            begin = i + 1
            if c == "。":
                depth, quoted = 0, False
    if text[begin:end].strip():
        out.append((begin, end))
    return out


def leading_clause(text: str, start: int, end: int) -> tuple[int, int]:
    """The clause that names the activity: the first that is not mere background."""
    parts = clauses(text, start, min(end, start + 400), ",;。!?:")
    if not parts:
        return start, end
    for i, (a, b) in enumerate(parts):
        words = text[a:b].strip(' "')
        if i + 1 < len(parts) and BACKGROUND.match(words) and text[b : b + 1] not in "。":
            continue
        if i == 0 and not ACTION.search(words) and len(words) > 10:
            for x, y in parts[1:3]:
                if need := _NEED.match(text, x, y):
                    return need.end(), y
        return a, b
    return parts[0]
