"""The columns of a member workbook: the fields of the real-name register (rules §1.6), what they are called, how cells read."""

from zhijia.kernel import clock
from zhijia.kernel.imports import Field
from zhijia.people.models import Membership, Person
from zhijia.sheetreader import cells
from zhijia.sheetreader.cells import Reader

FIELDS = [
    Field("name", "姓名", ("名字", "职工姓名", "会员姓名"), needed=True),
    Field("gender", "性别", ("男女",), looks="sex", hint="可由证件号算出"),
    Field("id_kind", "证件类型", ("证件种类", "证件类别"), hint="没写的是居民身份证"),
    Field("identity", "证件号", ("证件号码", "身份证", "身份证号", "身份证号码", "居民身份证号", "公民身份号码", "身份号码"),
          looks="identity", hint="用来认人；这一列请设成文本"),
    Field("birth_on", "出生日期", ("出生年月", "出生年月日", "生日", "出生时间"), hint="可由证件号算出"),
    Field("phone", "手机", ("手机号", "手机号码", "联系电话", "联系方式", "电话", "移动电话", "本人电话"),
          looks="phone", hint="11 位"),
    Field("union", "所在工会", ("工会", "工会名称", "所属工会", "基层工会", "单位", "单位名称", "所在基层工会", "入会工会"),
          hint="按名称找；没有这一列就看工作表名和标题"),
    Field("group", "工会小组", ("小组", "车间", "班组", "所在小组")),
    Field("joined_on", "入会日期", ("入会时间", "加入工会时间", "加入工会日期", "入会年月"), needed=True, hint="多种写法都能认"),
    Field("kind", "会籍类别", ("会员类型", "会员类别", "会员性质")),
    Field("employer", "工作单位", ("所在单位", "用人单位", "企业名称", "所在企业", "用工单位")),
    Field("department", "部门", ("科室", "所在部门")),
    Field("position", "岗位", ("工种", "职务", "岗位名称", "工作岗位")),
    Field("post_class", "岗位类别", ("岗位性质",)),
    Field("employment", "用工形式", ("用工性质", "就业形式", "用工类型", "就业状况")),
    Field("migrant", "农民工", ("是否农民工", "是否为农民工")),
    Field("ethnicity", "民族"),
    Field("education", "学历", ("文化程度", "最高学历")),
    Field("politics", "政治面貌", ("政治身份", "党派")),
    Field("household", "户籍类型", ("户口性质", "户口类型", "户籍性质", "户口类别")),
    Field("native_place", "籍贯"),
    Field("skill", "技术等级", ("技能等级", "职业技能等级")),
    Field("title", "职称", ("专业技术职称",)),
    Field("card", "会员卡号", ("会员证号", "工会卡号", "会员编号", "卡号")),
]  # fmt: skip
OF_PERSON = (
    "name", "gender", "id_kind", "identity", "birth_on", "phone", "ethnicity", "education", "politics", "household",
    "native_place", "skill", "title", "card",
)  # fmt: skip
NUMBERS = ("identity", "phone", "card")  # sealed, found and compared by their blind indexes
WORK = ("employer", "department", "position", "post_class", "employment", "migrant")

SPELLINGS = {
    "gender": {"1": "male", "2": "female", "男性": "male", "女性": "female", "M": "male", "F": "female"},
    "id_kind": {"身份证": "resident", "二代身份证": "resident", "居民身份证": "resident", "港澳通行证": "hk_macao",
                "台胞证": "taiwan", "永居证": "permanent"},
    "kind": {"普通会员": "ordinary", "正式会员": "ordinary", "会员": "ordinary", "预备会员": "temporary"},
    "post_class": {"管理": "staff", "技术": "staff", "管理岗": "staff", "管理岗位": "staff", "技术岗位": "staff", "干部": "staff",
                   "工人": "worker", "工人岗": "worker", "生产岗": "worker", "一线": "worker"},
    "employment": {"合同制": "contract", "合同工": "contract", "正式工": "contract", "劳动合同": "contract", "派遣": "agency",
                   "派遣工": "agency", "编制": "public", "在编": "public", "事业编": "public", "灵活就业": "flexible",
                   "骑手": "flexible", "网约车司机": "flexible", "其他": "other"},
    "migrant": {"1": "yes", "0": "no", "√": "yes", "Y": "yes", "N": "no", "农民工": "yes", "×": "no"},
    "education": {"博士": "11", "硕士": "14", "研究生": "14", "硕士研究生": "14", "本科": "20", "大学": "20", "学士": "20",
                  "大专": "30", "专科": "30", "高职": "30", "中专": "40", "技校": "40", "职高": "40", "中技": "40", "高中": "60",
                  "高中及以下": "60", "初中": "70", "初中及以下": "70", "小学": "80", "文盲": "90"},
    "politics": {"党员": "01", "中共党员": "01", "共产党员": "01", "预备党员": "02", "团员": "03", "共青团员": "03",
                 "无党派": "12", "民主党派": "12", "一般群众": "13", "无": "13"},
    "household": {"农业": "rural", "农村": "rural", "农村户口": "rural", "农业户籍": "rural", "非农业": "urban", "非农": "urban",
                  "城镇": "urban", "城镇户口": "urban", "居民": "unified", "居民户口": "unified", "家庭户": "unified"},
    "skill": {"无": "0", "学徒": "9", "初级": "5", "初级工": "5", "中级": "4", "中级工": "4", "高级": "3", "高级工": "3",
              "技师": "2", "高级技师": "1", "特级技师": "7", "首席技师": "8", "五级": "5", "四级": "4", "三级": "3",
              "二级": "2", "一级": "1"},
}  # fmt: skip
CHOICES: dict[str, dict[str, str]] = {
    name: {str(code): str(word) for code, word in model._meta.get_field(name).flatchoices}
    for model, names in (
        (Person, ("gender", "id_kind", "ethnicity", "education", "politics", "household", "skill")),
        (Membership, ("kind", "post_class", "employment", "migrant")),
    )
    for name in names
}


def readers() -> dict[str, Reader]:
    today = clock.today()
    labels = {one.code: one.label for one in FIELDS}
    found: dict[str, Reader] = {
        "name": cells.name("姓名", 40),
        "identity": cells.identity_number("证件号", today),
        "phone": cells.phone("手机"),
        "birth_on": cells.day("出生日期", today),
        "joined_on": cells.day("入会日期", today, earliest=1925),
        "card": cells.text("会员卡号", 40),
    }
    for name, words in CHOICES.items():
        spellings = dict(SPELLINGS.get(name, {}))
        if name == "ethnicity":
            spellings |= {word.removesuffix("族"): code for code, word in words.items()}
        found[name] = cells.choice(labels[name], spellings, words)
    for name, most in (("union", 60), ("group", 60), ("employer", 60), ("department", 40), ("position", 40),
                       ("native_place", 40), ("title", 30)):  # fmt: skip
        found[name] = cells.text(labels[name], most)
    return found
