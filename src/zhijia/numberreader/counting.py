"""Which Chinese numerals count something.

Arabic digits with a unit always count. A Chinese numeral counts when a strong unit follows and the phrase is
not one of the many that only sound like a count: 两个维护, 三项制度, 一个平台, 百名工匠. 一 counts where it
stands at the end of its clause (开展活动一次), after a word that counts (仅一名, 各一名), or beside another
figure of the same unit (一等奖一名、二等奖两名); before a noun (一名职工) it is an article and does not.
"""

from __future__ import annotations

from zhijia.planreader.patterns import late

_STRONG = (
    r"人次|人|名|位|户次|户|家次|家|场次|个百分点|个学时|个课时|个小时|个工作日|个月|个|场|次|期|件|条|份|对|篇|幅|册|本|套|台|"
    r"项|支|批|所|处|间|天|小时|学时|课时|元|倍|番|%|成|岁|轮|门|座|例|面|张|块|枚|分钟|平方米|亩|公里|周|年|斤|吨|节课|堂|床|双|副|把|辆|顶|桶|箱|袋|盒|瓶|棵|株|首|封|组|班|票"
)
_UNIT = late(rf"(?:万|亿)?(?:{_STRONG})")
_EMPTY_NOUN = late(
    r"个(?:普遍|维护|确立|自信|意识|方面|层面|层次|阶段|环节|维度|转变|结合|确保|坚持|到位|强化|必须|统一|一|带头|"
    r"覆盖|不|同步|延伸|导向|重点|关键|平台|体系|机制|中心|纳入|杜绝|优先|务必|严禁|严格|更|要|专项行动|代表|文明|建设|目标|"
    r"抓手|突出|注重|率先|提升|加强|服务|聚焦|全面|清单|专题|主题|凡是|五|专业|领域|系列|文件|办法|人|别|性|体|字|"
    r"月内|工作日内|小时工作制|五年)|"
    r"项(?:制度|工作|措施|职能|职责|任务|机制|要求|原则|纪律|规定|重点|权利|权益|基本|改革|建设|行动|整治)|"
    r"次(?:全会|全委|会议精神|全国|党代会|代表大会|分配|创业|报销|元|谈话精神|作业)|"
    r"(?:次|期)(?=工程|项目)|人(?:制|篮球|三足|行|一组|组|赛|民|才|员|大|气|心|生|事|工)|条(?:例|龙|心|线|主线)|"
    r"家(?:属|庭|园|长|亲|人|之)|名(?:单|义|称|师|誉|牌|额)|位(?:一体|置)|门(?:诊|课程改革)|面(?:旗|对|向|貌)|"
    r"分(?:钟)?(?:之|别|会|工)|份(?:子|额)|批(?:准|评)|天(?:然|气)|件(?:套|大?事)|年(?:度|级|来|内|规划|行动|计划|前|后|期间|一度|以来|"
    r"多来|间)|周(?:年|岁|边|围)|成(?:立|为|员|果|长)|本(?:台账|账)|户(?:籍|外)|场(?:所|地|面|次)|张(?:网|表|清单)|台(?:账|阶)|"
    r"支(?:部|持|撑)|场接|次接|对(?:一|于|照|比|外)"
)
# words that end in a numeral, or turn it into an ordinal or an indefinite number
_NOT_AFTER = late(
    r"(?:第|初|其|统|唯|专|万|进|同|另|某|任|逐|这|那|哪|每隔|下|上|头|前|后|之|新|独|单|首|再|几|数|届|接|漏|错|落|星期|周|礼拜|年级|老|乙|"
    r"高|初|小|大|十佳|卫|合|不|归|划|表里如)$"
)
_TIMES = ("年", "周", "个月", "天")
_TWO = late(r"二(?:次|期|手|线|级|等|批)")
_COUNTS_BEFORE = late(
    r"(?:仅|只|各|共|计|达|至少|不少于|不低于|不超过|约|近|超|超过|另有|还有|共有|仅有|建成|新增|增加|减少|增|减|有|每(?:年|月|季度?|周|半年|学期|人|家|户)"
    r"(?:至少)?(?:开展|召开|组织|举办|活动|培训|检查)?)\s?$"
)
_HELD = late(r"(?:组织|开展|举办|召开|举行|安排|进行)(?:了)?\s?$")
_EVERY = late(r"每(?:年|个?月|季度?|周|半年|学期|人|名|位)[^,。;]{0,12}$")
_CLAUSE_END = late(r"\s?(?:以上|左右|以内)?(?:[,。;:、)\n!?]|$)")
_FIGURE_NEAR = late(r"[0-9一二两三四五六七八九十]\s?(?:余|多)?")
_NEAR = late(r"(?:近|上|逾|超|超过|约|达|过|将近|不足|不到|成|突破)$")


def counts(text: str, start: int, numeral_end: int, numeral: str) -> bool:
    """Whether the Chinese numeral at start..numeral_end of folded text is a count."""
    tail = text[numeral_end : numeral_end + 10].lstrip(" ")
    more = tail[:1] in ("余", "多", "来") and tail[:1] != ""
    bare_tail = tail[1:] if more else tail
    unit = _UNIT.match(bare_tail)
    if not unit:
        return False
    before = text[max(0, start - 8) : start]
    rounded = numeral[0] in "百千万" and _NEAR.search(before)  # 上千名
    if _NOT_AFTER.search(before) and not more and not rounded:
        return False
    if unit[0] in _TIMES and (numeral == "一" or before.endswith("每")):
        return False  # 新的一年, 每两周
    if numeral[0] in "百千万" and not (more or len(numeral) > 1 or rounded):
        return False
    if _EMPTY_NOUN.match(bare_tail) and not _scaled(unit[0]):
        return False
    if _TWO.match(numeral + bare_tail):
        return False
    if numeral == "一" and not more:
        return _one_counts(text, start, numeral_end + len(tail) - len(bare_tail), unit[0], before)
    return True


def _scaled(unit: str) -> bool:
    return unit[0] in "万亿"


def _one_counts(text: str, start: int, unit_start: int, unit: str, before: str) -> bool:
    if _scaled(unit) or unit in ("%", "倍", "元", "成", "番"):
        return True
    rest = text[text.index(unit, unit_start) + len(unit) : unit_start + len(unit) + 12]
    if _COUNTS_BEFORE.search(before):
        return True
    if _CLAUSE_END.match(rest):
        return before[-1:] not in ("", "\n", ",", "。", ";", ":")
    if unit in ("次", "场", "期", "轮") and _HELD.search(before):
        return True
    if _EVERY.search(text, max(0, start - 16), start):
        return True
    # beside another figure with the same unit
    around = text[max(0, start - 12) : start].rpartition(",")[2] + "|" + rest.partition(",")[0]
    return any(around[m.end() :].startswith(unit) for m in _FIGURE_NEAR.finditer(around))
