"""Units: what a figure may be counted in, and which measure that is."""

from __future__ import annotations

import re
from decimal import Decimal

from zhijia.planreader.patterns import late

# Measure → units as written. Longer units win. 个 and 家 count anything: `measure_by_noun` looks at the noun.
MEASURES = {
    "person_times": ("人次", "人(次)"),
    "persons": ("人", "名", "位"),
    "households": ("户",),
    "household_times": ("户次",),
    "firms": ("家",),
    "firm_times": ("家次",),
    "items": (
        *(
            "个",
            "件",
            "条",
            "份",
            "对",
            "项",
            "篇",
            "幅",
            "册",
            "本",
            "套",
            "台",
            "部",
            "张",
            "块",
            "枚",
            "面",
        ),
        *(
            "支",
            "间",
            "所",
            "处",
            "座",
            "类",
            "种",
            "门",
            "例",
            "宗",
            "起",
            "批",
            "封",
            "箱",
            "盒",
            "瓶",
            "桶",
        ),
        *(
            "袋",
            "辆",
            "棵",
            "株",
            "只",
            "把",
            "双",
            "顶",
            "床",
            "桌",
            "段",
            "首",
            "款",
            "组",
            "队",
            "站",
            "件次",
        ),
        *(
            "支队伍",
            "副",
            "束",
            "枝",
            "根",
            "盏",
            "艘",
            "架",
            "则",
            "卷",
            "道",
            "期次",
            "票",
            "笔",
            "单",
            "车",
        ),
    ),
    "sessions": ("批次", "场次", "场(次)", "场", "次", "期", "轮", "堂", "班次", "班", "节课", "节"),
    "money": ("元", "块钱"),
    "rate": ("%", "‰", "成"),
    "points": ("个百分点", "百分点"),
    "multiple": ("倍", "番"),
    "hours": ("个小时", "小时", "个学时", "学时", "个课时", "课时", "分钟"),
    "days": ("个工作日", "工作日", "天", "日", "周", "个月", "个星期", "个季度"),
    "years": ("年",),
    "age": ("周岁", "岁"),
    "score": ("分",),
    "area": ("平方米", "平米", "㎡", "m²", "m2", "亩", "公顷", "平方公里"),
    "length": ("公里", "千米", "米", "km"),
    "weight": ("公斤", "千克", "斤", "吨", "kg"),
    "characters": ("字",),
}
MEASURE_OF = {unit: measure for measure, units in MEASURES.items() for unit in units}
_SAME_UNIT = {
    "个百分点": "百分点",
    "个小时": "小时",
    "个学时": "学时",
    "个课时": "课时",
    "个工作日": "工作日",
    "人(次)": "人次",
    "场(次)": "场次",
}
_IN_BASE = {"成": Decimal(10), "‰": Decimal("0.1")}
SCALES = {"万": Decimal(10) ** 4, "亿": Decimal(10) ** 8}

# A unit ends where the word it might belong to begins: 人 but not 人民, 家 but not 家属, 次 but not 次会议.
_GUARD = {
    "人": "(?![民大才社事均心文格工际体选造气为车机])",
    "名": "(?![单称义誉牌额录])",
    "位": "(?![置于列])",
    "户": "(?![籍外口均])",
    "家": "(?![属庭园长具人电乡政])",
    "件": "(?![均])",
    "条": "(?![例件款])",
    "份": "(?![子额])",
    "对": "(?![职企困外于口照比接象标基应全其非])",
    "项": "(?![下])",
    "次": "(?![年月日数要生])",
    "期": "(?![间末初中满待望限刊])",
    "场": "(?![所地馆面合景域外内均])",
    "班": "(?![组子长])",
    "节": "(?![约能日目点省假水电])",
    "元": "(?![旦宵素月件首])",
    "分": "(?![别会工钟之局公厂部析类享为管发布行校队院支子组配开批级散期])",
    "周": "(?![年岁围边])",
    "日": "(?![均常报托])",
    "天": "(?![然津使气生])",
    "年": "(?![度级龄轻终底初末中会货])",
    "成": "(?![立员果长为熟功效绩本人都就交套千百])",
    "组": "(?![织建成])",
    "队": "(?![伍员])",
    "站": "(?![点台])",
    "所": "(?![有属在以需谓得])",
    "处": "(?![理于罚级])",
    "门": "(?![诊卫口前店窗])",
    "部": "(?![分门长署队])",
    "本": "(?![年市县区镇校院会级单地人着科])",
    "面": "(?![对向临貌积])",
    "支": "(?![部持出付援撑教农])",
    "批": "(?![准评复示])",
    "起": "(?![来到草步])",
    "例": "(?![如会行])",
    "种": "(?![植子])",
    "类": "(?![似型])",
    "只": "(?![有要是能])",
    "把": "(?![握关])",
    "段": "(?![时落])",
    "首": "(?![次届先批个])",
    "款": "(?![项待物])",
    "道": "(?![德路理])",
    "单": "(?![位独])",
    "车": "(?![间辆队])",
    "票": "(?![据选决])",
    "个": "(?![人所税别性体](?!企|工商|户))",
    "字": "(?![号样面])",
    "轮": "(?![值岗流换训车])",
    "则": "(?![是为要])",
    "卷": "(?![面])",
    "张": "(?![贴])",
    "台": "(?![账阶])",
    "米": "(?![面])",
    "节课": "",
}
_ALL = sorted(MEASURE_OF, key=len, reverse=True)
UNIT = "(?:" + "|".join(re.escape(u) + _GUARD.get(u, "") for u in _ALL) + ")"

_NOUNS = (
    (
        "bodies",
        late(
            r"工会|组织|小组|委员会|支部|分会|联合会|协会|机构|支队|服务队|队伍|班组|社团|俱乐部|工作室|督导组|专班|代表队|模范职工之家|党委|车间|科室"
        ),
    ),
    ("firms", late(r"企业|公司|单位|工厂|商户|银行|医院|学校|门店|超市|农场")),
    (
        "persons",
        late(
            r"职工|会员|劳模|员工|干部|学生|教师|护士|医生|农民工|司机|骑手|女工|代表|工匠|先进个人|能手|标兵"
        ),
    ),
    ("households", late(r"家庭")),
    ("sessions", late(r"培训班|讲座|比赛|竞赛|活动|会议|课程|演出|晚会")),
    (
        "items",
        late(
            r"[县市区镇村](?!级)|街道|社区|项目|岗位|名额|奖项|问题|平台|站点|驿站|节点|品牌|基地|阵地|示范点|职工之家|总工会(?=进行|开展)"
        ),
    ),
)


def unit_name(written: str) -> str:
    return _SAME_UNIT.get(written, written)


def measure_of(unit: str, noun: str, before: str) -> tuple[str, bool]:
    """The measure of a unit, and whether the words say so: for 个 and 家 the noun behind or before decides."""
    bare = unit.lstrip("万亿") or unit
    if bare not in ("个", "家"):
        return MEASURE_OF.get(bare, "unknown"), True
    for place in (noun[:8], before[-8:]):
        found = [
            (last.end(), last.start(), name)
            for name, pattern in _NOUNS
            if (bare == "个" or name in ("bodies", "firms", "items")) and (last := _last(pattern, place))
        ]
        if found:  # the head of a Chinese noun stands last: 企业工会 is a body, 工会企业 a firm
            return max(found)[2], True
    return ("firms" if bare == "家" else "items"), False


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    return max(pattern.finditer(text), key=lambda match: match.end(), default=None)


def base_amount(value: Decimal, unit: str) -> Decimal:
    """The value in the base of its measure: 3.5 万元 → 35000, 4 成 → 40, 15 分钟 → 0.25."""
    if unit[0:1] in SCALES:
        return base_amount(value * SCALES[unit[0]], unit[1:])
    if unit == "分钟":
        return value / 60
    return value * _IN_BASE.get(unit, Decimal(1))
