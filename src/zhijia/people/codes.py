"""Code lists of the real-name register. The stored value is the national code, so that exports need no table.

Ethnicity GB/T 3304-1991, education GB/T 4658-2006 (major classes), political status GB/T 4762-1984.
"""

from django.db import models


def _numbered(words: str) -> list[tuple[str, str]]:
    return [(f"{number:02}", word) for number, word in enumerate(words.split(), start=1)]


ETHNICITIES = [
    *_numbered(
        "汉族 蒙古族 回族 藏族 维吾尔族 苗族 彝族 壮族 布依族 朝鲜族 满族 侗族 瑶族 白族 土家族 哈尼族 哈萨克族 傣族 黎族 "
        "傈僳族 佤族 畲族 高山族 拉祜族 水族 东乡族 纳西族 景颇族 柯尔克孜族 土族 达斡尔族 仫佬族 羌族 布朗族 撒拉族 "
        "毛南族 仡佬族 锡伯族 阿昌族 普米族 塔吉克族 怒族 乌孜别克族 俄罗斯族 鄂温克族 德昂族 保安族 裕固族 京族 "
        "塔塔尔族 独龙族 鄂伦春族 赫哲族 门巴族 珞巴族 基诺族"
    ),
    ("97", "其他"), ("98", "外国血统中国籍人士"),
]  # fmt: skip
EDUCATIONS = [
    ("11", "博士研究生"), ("14", "硕士研究生"), ("20", "大学本科"), ("30", "大学专科"),
    ("40", "中等职业教育（中专、技校、职高）"), ("60", "普通高中"), ("70", "初中"), ("80", "小学"), ("90", "其他"),
]  # fmt: skip
POLITICS = [
    *_numbered(
        "中共党员 中共预备党员 共青团员 民革党员 民盟盟员 民建会员 民进会员 农工党党员 致公党党员 九三学社社员 台盟盟员 "
        "无党派人士 群众"
    ),
]  # fmt: skip


class IdKind(models.TextChoices):
    RESIDENT = "resident", "居民身份证"
    HK_MACAO = "hk_macao", "港澳居民证件"
    TAIWAN = "taiwan", "台湾居民证件"
    PERMANENT = "permanent", "外国人永久居留身份证"
    PASSPORT = "passport", "护照"
    OTHER = "other", "其他证件"


class Household(models.TextChoices):
    RURAL = "rural", "农业户口"
    URBAN = "urban", "非农业户口"
    UNIFIED = "unified", "居民户口（不分）"


class Skill(models.TextChoices):
    NONE = "0", "无等级"
    APPRENTICE = "9", "学徒工"
    JUNIOR = "5", "初级工（五级）"
    MIDDLE = "4", "中级工（四级）"
    SENIOR = "3", "高级工（三级）"
    TECHNICIAN = "2", "技师（二级）"
    MASTER = "1", "高级技师（一级）"
    SPECIAL = "7", "特级技师"
    CHIEF = "8", "首席技师"


class Employment(models.TextChoices):
    """How somebody is employed; whether a migrant worker is asked beside it, since an agency's worker may be one."""

    CONTRACT = "contract", "劳动合同制"
    AGENCY = "agency", "劳务派遣"
    PUBLIC = "public", "机关事业编制"
    FLEXIBLE = "flexible", "新就业形态"
    OTHER = "other", "其他用工"


class PostClass(models.TextChoices):
    """What a woman's retirement age hangs on."""

    STAFF = "staff", "管理或技术岗位"
    WORKER = "worker", "工人岗位"


class Yes(models.TextChoices):
    """A yes or no that may still be unknown: blank."""

    YES = "yes", "是"
    NO = "no", "否"


class CardState(models.TextChoices):
    """How far a member's service card is (B05)."""

    COLLECTED = "collected", "已采集"
    MAKING = "making", "制卡中"
    ISSUED = "issued", "已发卡"
    LOST = "lost", "已挂失"
    REFUSED = "refused", "本人不愿办"


CARD_MADE = (CardState.MAKING, CardState.ISSUED, CardState.LOST)
CARD_COLLECTED = (CardState.COLLECTED, *CARD_MADE)
BEFORE_CARD = (CardState.COLLECTED, CardState.REFUSED)


class Began(models.TextChoices):
    """How a span of membership began."""

    JOINED = "joined", "入会"
    REJOINED = "rejoined", "重新入会"
    TRANSFERRED = "transferred", "转入"
    RETAINED = "retained", "转为保留会籍"
    RESTORED = "restored", "恢复会籍"
    CHANGED = "changed", "单位或用工变动"


class Ended(models.TextChoices):
    """How a span of membership ended. The first five leave the union; the others go on in another span."""

    QUIT = "quit", "退会"
    AUTOMATIC = "automatic", "自动退会"
    EXPELLED = "expelled", "开除会籍"
    DIED = "died", "去世"
    GONE = "gone", "离职离会"
    TRANSFERRED = "transferred", "转出"
    RETAINED = "retained", "转为保留会籍"
    RESTORED = "restored", "恢复会籍"
    CHANGED = "changed", "单位或用工变动"
    DUPLICATE = "duplicate", "重复登记"


LEAVING = (Ended.QUIT, Ended.AUTOMATIC, Ended.EXPELLED, Ended.DIED, Ended.GONE)


class Cause(models.TextChoices):
    """Why a membership is only retained: no dues, no vote, not counted (rules §1.5)."""

    RETIRED = "retired", "退休"
    UNEMPLOYED = "unemployed", "失业"
    MILITARY = "military", "服役"
    STOPPED = "stopped", "单位停业"
    OTHER = "other", "其他"
