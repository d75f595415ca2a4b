"""The people who sign in, and the units whose names the story uses; everybody else is drawn by lot."""

from dataclasses import dataclass

COUNTY, TOWN = "YCX", "QXZ"
WORKS, NEIGHBOUR = "QXZ001", "QXZ002"
SCHOOL, HOSPITAL, COMMUNITY, GOVERNMENT = "QXZ301", "QXZ302", "QXZ303", "QXZ304"

# One password for the whole cast: the demo listens on this machine only and prints it at start.
PASSWORD = "Qingxi-2026-gh"


@dataclass(frozen=True, slots=True)
class Role:
    """A log-in, the person behind it and the post that gives the seat."""

    login: str
    name: str
    woman: bool
    union: str
    office: str
    title: str
    portfolio: str = ""


CAST = (
    Role("member", "陈海燕", True, WORKS, "member", "会员"),
    Role("leader", "刘志强", False, WORKS, "leader", "小组长"),
    Role("chair", "方德明", False, WORKS, "chair", "主席"),
    Role("officer", "王建平", False, WORKS, "officer", "干事", "组织宣传"),
    Role("accountant", "许文静", True, WORKS, "accountant", "会计", "财务"),
    Role("auditor", "蒋国良", False, WORKS, "auditor", "经审委员", "经审"),
    Role("women", "唐春梅", True, WORKS, "women", "女工委员", "女职工"),
    Role("town", "林秀芳", True, TOWN, "officer", "干事", "综合"),
    Role("townchair", "周永明", False, TOWN, "chair", "主席"),
    Role("county", "顾晓东", False, COUNTY, "officer", "基层工作部干事", "基层工作"),
    Role("neighbour", "沈玉良", False, NEIGHBOUR, "chair", "主席"),
)
LOGIN_NAMES = tuple(role.login for role in CAST)

# The rest of the town union's committee: one to three people and a division of work, no departments.
TOWN_COMMITTEE = (
    ("vice", "范立民", False, "副主席", "全面工作"),
    ("committee", "赵永康", False, "委员", "劳动关系"),
    ("committee", "孙立军", False, "委员", "经济生产"),
    ("women", "何晓燕", True, "女工委员", "女职工和文体"),
    ("accountant", "钱玉兰", True, "会计", "财务"),
    ("auditor", "吴文彬", False, "经审委员", "经审"),
)
COUNTY_PEOPLE = (("chair", "潘国栋", False, "主席", ""),)

# (register name, short name, trade, members): the larger firms of the town.
FIRMS = (
    ("青溪顺达机械有限公司", "顺达机械", "机械", 382),
    ("青溪印染有限公司", "青溪印染", "印染", 864),
    ("青溪宏远电子有限公司", "宏远电子", "电子", 536),
    ("云川白云物流有限公司", "白云物流", "物流", 274),
    ("青溪丰禾食品有限公司", "丰禾食品", "食品", 238),
    ("青溪兴隆包装有限公司", "兴隆包装", "包装", 196),
    ("青溪海盛橡塑有限公司", "海盛橡塑", "橡塑", 182),
    ("青溪金泰五金制品有限公司", "金泰五金", "五金", 168),
    ("青溪青纺纺织有限公司", "青纺纺织", "纺织", 157),
    ("云川恒力新型建材有限公司", "恒力建材", "建材", 149),
    ("青溪锦绣服饰有限公司", "锦绣服饰", "服饰", 141),
)

# Units that are no enterprises: (code, union's name, short name, employer, nature, members)
UNITS = (
    (SCHOOL, "青溪镇中心学校工会委员会", "青溪中心学校", "云川县青溪镇中心学校", "school", 118),
    (HOSPITAL, "青溪镇中心卫生院工会委员会", "青溪卫生院", "云川县青溪镇中心卫生院", "hospital", 146),
    (COMMUNITY, "青溪镇桥东社区工会委员会", "桥东社区", "青溪镇桥东社区居民委员会", "community", 58),
    (GOVERNMENT, "青溪镇机关工会委员会", "镇机关", "青溪镇人民政府", "government", 88),
)

# (short name, trades of its firms, firms)
JOINTS = (
    ("老街商圈", ("超市", "商店", "餐饮"), 38),
    ("五金产业园", ("五金", "机械"), 31),
    ("白云物流园", ("物流", "配送"), 24),
    ("建材市场", ("市场",), 34),
    ("农民合作社", ("合作社",), 27),
    ("家纺电商园", ("家纺",), 29),
    ("餐饮行业", ("餐饮",), 32),
    ("东山村企业", ("家具", "五金", "纺织"), 22),
    ("西渡村企业", ("服饰", "包装", "机械"), 25),
    ("南坪村企业", ("建材", "五金", "食品"), 21),
    ("北塘村企业", ("橡塑", "纺织", "五金"), 24),
    ("河口村企业", ("建材", "物流", "合作社"), 19),
    ("石桥村企业", ("家具", "电器", "超市"), 23),
    ("柳湾村企业", ("纺织", "服饰", "农业"), 20),
    ("汽修行业", ("汽修",), 26),
    ("小微食品园", ("食品", "农业"), 22),
    ("印染配套园", ("印染", "化工", "纺织"), 26),
    ("新业态配送", ("配送",), 24),
)
NEW_JOINTS = {"印染配套园": 2025, "新业态配送": 2026}

# What the list of log-ins calls their places.
PLACES = {COUNTY: "云川县总工会", TOWN: "青溪镇总工会", WORKS: "顺达机械工会", NEIGHBOUR: "青溪印染工会"}
