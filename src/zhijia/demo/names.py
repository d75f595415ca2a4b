"""Names of people and of employers: common, believable and nobody's in particular.

Lists are in falling order of frequency; weights fall with the rank, so the town has many 王 and few 翟,
several people of the same name, and now and then a surname of two characters.
"""

from random import Random


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶"
    "阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚"
    "文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢骆岳齐梅庄辛管祝左涂"
)
TWO_CHARACTER_SURNAMES = ("欧阳", "上官", "司徒", "诸葛", "夏侯", "皇甫", "令狐", "司马")

WOMEN = _words(
    "秀英 桂英 玉兰 凤英 桂兰 秀兰 淑珍 桂珍 美华 丽华 丽娟 海燕 小红 春梅 冬梅 红梅 雪梅 晓燕 "
    "丽萍 玉萍 爱萍 建萍 艳红 艳丽 晓丽 小丽 丽丽 小芳 秀芳 桂芳 春芳 丽芳 静 敏 芳 燕 娟 霞 丹 "
    "莉 颖 婷 倩 洁 琴 文静 晓静 婷婷 丹丹 莉莉 倩倩 佳怡 雨婷 思雨 欣怡 梦婷 雪婷 晓雯 雅文 "
    "佳慧 慧敏 慧琴 雅琴 玉琴 月琴 彩霞 晓霞 红霞 云霞 银霞 美玲 晓玲 玉玲 春玲 凤玲 小玲 丽君 "
    "亚君 晓君 爱华 月华 琼华 菊香 桂香 春香 水仙 水英 金凤 银凤 彩凤 小凤 凤仙 阿珍 月珍 惠珍 "
    "秋菊 秋月 秋萍 小萍 小娟 美娟 亚娟 雅娟 晓娟 雪琴 雪芬 素芬 桂芬 玉芬 晓芬 丽芬 素云 彩云 "
    "秀云 美云 晓云 巧云 巧玲 巧珍 银花 金花 菊花 荷花 梅花 小花 雯雯 露露 璐 瑶 琳 蕾 薇 茜 岚 "
    "萍 玲 梅 红 英 兰 珍 凤 云 芬 雪 慧 欣 怡 琪 佳 媛媛 圆圆 小燕 飞燕 春燕"
)
MEN = _words(
    "建国 建华 建平 建军 建明 建新 建林 建忠 国强 国平 国华 国良 国庆 国栋 国荣 国民 志强 志伟 "
    "志明 志刚 志勇 志华 志远 志高 永强 永康 永明 永刚 永林 永福 卫国 卫东 卫平 卫民 海波 海军 "
    "海涛 海龙 海峰 晓东 晓峰 晓明 晓军 晓波 小军 小明 小龙 小平 小刚 立军 立新 立强 立民 文斌 "
    "文彬 文杰 文涛 文龙 文军 伟 强 磊 军 勇 涛 明 超 刚 平 辉 鹏 华 飞 鑫 波 斌 亮 俊 凯 健 浩 "
    "峰 龙 杰 林 宇 帅 洋 坤 毅 旭 宁 浩然 子豪 俊杰 宇航 家豪 嘉伟 嘉豪 俊峰 俊豪 天宇 一鸣 "
    "明辉 明华 明亮 明强 振华 振东 振国 振宇 振兴 德明 德华 德胜 德福 长江 长林 长青 长春 长根 "
    "金根 金龙 金福 金水 金土 水根 水生 木根 阿根 根生 根林 荣华 荣生 荣根 兴旺 兴华 兴国 世杰 "
    "世明 世雄 少华 少军 少杰 绍华 绍兴 庆华 庆丰 庆祥 春生 春林 春华 秋生 冬生 东升 东明 东亮 "
    "学军 学明 学文 学良 正华 正明 正伟 正刚 玉明 玉林 玉良 士元 士林 大勇 大伟 大明 大海"
)

# First and second characters for the rarer names, put together freely.
_WOMEN_FIRST = "晓雅佳丽美玉文慧雪春秋海思梦欣雨婉静淑惠素亚爱红金银凤月彩巧嘉诗若书可"
_WOMEN_SECOND = "芳燕娟霞敏丽萍玲琴英华芬莉婷颖洁琳雯瑶妍蓉菲怡君兰珍云梅红"
_MEN_FIRST = "建国志永海晓文立俊明振德长金兴世少庆春东学正玉大宏鸿泽承启继宗光成元利"
_MEN_SECOND = "强伟明军华平勇涛林斌峰刚辉亮波杰龙飞良忠新民根祥生荣福海鹏超"


def _falling(count: int, slope: float) -> list[float]:
    total, out = 0.0, []
    for rank in range(count):
        total += 1 / (rank + 8) ** slope
        out.append(total)
    return out


_SURNAME_WEIGHTS = _falling(len(SURNAMES), 1.15)
_WOMEN_WEIGHTS = _falling(len(WOMEN), 0.35)
_MEN_WEIGHTS = _falling(len(MEN), 0.35)


def person(dice: Random, woman: bool) -> str:
    """Return a full name; a made-up pair of characters in two names of five."""
    if dice.random() < 0.006:
        surname = dice.choice(TWO_CHARACTER_SURNAMES)
    else:
        surname = dice.choices(SURNAMES, cum_weights=_SURNAME_WEIGHTS)[0]
    if dice.random() < 0.4:
        first, second = (_WOMEN_FIRST, _WOMEN_SECOND) if woman else (_MEN_FIRST, _MEN_SECOND)
        given = dice.choice(first) + dice.choice(second)
        if given[0] == given[1]:
            given = given[0]
    elif woman:
        given = dice.choices(WOMEN, cum_weights=_WOMEN_WEIGHTS)[0]
    else:
        given = dice.choices(MEN, cum_weights=_MEN_WEIGHTS)[0]
    return surname + given


_FIRM_FIRST = "宏金恒华永新东海顺兴瑞盛嘉泰万达富鑫天正立佳源丰凯亿德润福鸿安通昌康百联创伟博卓远诚"
_FIRM_SECOND = "远泰源达丰盛成利峰力诚信旺隆昌宇辉明洋翔兴茂祥华强发腾安康瑞和美川"

# trade → what follows the name in the register
TRADES = {
    "机械": ("机械有限公司", "机械制造有限公司", "机械配件厂"),
    "纺织": ("纺织有限公司", "针纺有限公司", "纺织厂"),
    "印染": ("印染有限公司", "染整有限公司"),
    "服饰": ("服饰有限公司", "制衣厂"),
    "食品": ("食品有限公司", "食品厂"),
    "电子": ("电子有限公司", "电子科技有限公司"),
    "电器": ("电器有限公司", "电器厂"),
    "物流": ("物流有限公司", "运输有限公司"),
    "建材": ("建材有限公司", "新型建材有限公司"),
    "五金": ("五金制品有限公司", "五金厂"),
    "包装": ("包装有限公司", "纸制品厂"),
    "橡塑": ("橡塑有限公司", "塑料制品厂"),
    "家具": ("家具有限公司", "木业有限公司"),
    "化工": ("精细化工有限公司", "助剂有限公司"),
    "农业": ("农业发展有限公司", "生态农业有限公司"),
    "建筑": ("建筑工程有限公司", "市政工程有限公司"),
    "合作社": _words("果蔬专业合作社 粮油专业合作社 农机服务专业合作社 水产养殖专业合作社 茶叶专业合作社"),
    "超市": ("超市", "便利店", "副食品商店"),
    "餐饮": ("饭店", "小吃店", "餐饮服务部", "土菜馆"),
    "商店": ("五金店", "服装店", "家电经营部", "文具店", "药店", "农资店"),
    "汽修": ("汽车修理厂", "汽车美容店", "轮胎店", "摩托车修理店"),
    "家纺": ("家纺有限公司", "窗帘厂", "床上用品厂", "电子商务有限公司"),
    "市场": ("陶瓷经营部", "门窗经营部", "板材经营部", "管道经营部", "油漆经营部", "灯具店"),
    "配送": ("配送服务站", "快递服务部", "货运代办站", "外卖配送站"),
    "酒店": ("大酒店", "宾馆"),
    "商贸": ("商贸有限公司",),
}  # fmt: skip


class Firms:
    """Hands out employer names, none twice, no two with the same trade name and trade."""

    def __init__(self, dice: Random) -> None:
        self.dice = dice
        self.taken: set[str] = set()

    def name(self, trade: str, place: str = "青溪") -> tuple[str, str]:
        """Return (registered name, short name) of a new employer of this trade."""
        endings = TRADES[trade]
        while True:
            word = self.dice.choice(_FIRM_FIRST) + self.dice.choice(_FIRM_SECOND)
            ending = self.dice.choice(endings)
            short = word + ending.removesuffix("有限公司").removesuffix("专业合作社")
            known = word in _FAMOUS or word in self.taken or short in self.taken
            if word[0] != word[1] and not known:
                break
        # Small shops of different trades may share a word, as they do in any street.
        self.taken.add(short if trade in _SMALL else word)
        self.taken.add(short)
        return place + word + ending, short

    def take(self, *names: str) -> None:
        """Keep hand-written names out of the draw."""
        self.taken.update(names)


_SMALL = {"合作社", "超市", "餐饮", "商店", "汽修", "市场", "配送", "家纺"}

# Words that the lists above can form and that everybody knows as a real firm's sign.
_FAMOUS = _words(
    "顺丰 万达 恒安 华为 正泰 百联 立信 东方 宏达 海利 海信 康美 佳美 达利 天宇 华润 永辉 安利 "
    "华兴 德力 创维 恒源 新和 新洋 海翔 瑞丰 康盛 天源 正和 宏源 金龙 海美 卓成 华茂 东川 永泰 "
    "泰康 泰和 嘉华 安信 正信 通威 华信 新美 凯美 鑫茂"
)
