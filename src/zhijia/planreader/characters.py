"""Characters: one spelling for every sign, and the value of numerals.

`fold` keeps the length of its input, so an offset into the folded text is an offset into the
original. The stages recognise on folded text and quote from the original.
"""

from __future__ import annotations

import re

from .patterns import late

_TRADITIONAL = (
    "會会節节慶庆勞劳動动職职員员學学開开計计劃划總总結结週周後后個个組组織织黨党團团責责務务長长"
    "辦办導导區区縣县鎮镇廠厂醫医護护師师國国際际婦妇點点標标題题與与東东關关愛爱溫温單单領领級级"
    "負负牽牵頭头時时間间參参舉举訂订評评選选訪访問问慰慰檢检體体賽赛競竞慶庆聯联歡欢樂乐書书讀读"
    "話话談谈議议審审計计財财經经費费繳缴調调協协維维權权質质業业產产發发達达實实現现進进強强華华"
    "創创優优勝胜紅红獎奖狀状號号條条見见報报記记錄录檔档資资訊讯網网絡络絲丝線线維维宣宣傳传觀观"
    "講讲課课練练習习訓训師师徒徒帶带隊队幹干部部屆届換换補补貼贴徵征收收簽签約约訴诉爭争議议調调"
    "處处幫帮難难貧贫殘残兒儿歲岁齡龄龍龙陽阳飛飞運运營营衛卫環环境境養养療疗藝艺術术書书畫画攝摄"
    "車车間间門门類类別别種种製制廣广應应當当對对從从來来過过還还這这樣样於于為为無无專专項项場场"
    "倉仓儲储電电氣气機机構构設设備备裝装測测驗验證证據据備备將将準准則则則则擬拟預预算算末末兩两"
    "雙双萬万億亿餘余歷历史史獻献義义務务們们學学齊齐聽听彙汇匯汇報报規规範范寫写誌志願愿籌筹劃划"
    "貫贯徹彻堅坚圍围繞绕構构諧谐穩稳興兴農农戶户屬属聘聘騎骑馬马縣县鄉乡衆众眾众陸陆續续積积極极"
    "閱阅覽览圖图館馆棋棋球球遊游戲戏趣趣親亲讓让階阶層层適适遞递邊边郵邮鋒锋險险隱隐雜杂靜静順顺"
    "須须額额顧顾風风飯饭驟骤鮮鲜麗丽黃黄齡龄歸归啟启動动佈布署署辭辞舊旧誕诞臘腊註注冊册務务內内"
    "並并亂乱係系勢势勵励卻却執执園园壓压壞坏奪夺採采崗岗幾几廳厅張张別别錄录復复憲宪懸悬戰战掃扫掛挂揚扬揮挥損损擇择擊击擴扩數数斷断暫暂曆历榮荣樓楼樹树檯台沒没況况溝沟滿满瀏浏熱热獲获畢毕"
    "監监盤盘碼码礎础礦矿禮礼稅税稱称筆笔個个簡简籤签團团紀纪納纳純纯紮扎細细終终給给統统綜综綵彩緊紧緣缘編编緩缓緻致縮缩績绩繕缮繫系繼继纔才聖圣聞闻聲声臨临臺台薦荐裡里複复覈核視视討讨託托"
    "診诊証证試试該该詳详認认誦诵說说誼谊請请論论謀谋謝谢識识譽誉豐丰貢贡貳贰買买賞赏賬账購购贈赠贏赢趕赶蹤踪躍跃軍军載载輪轮輯辑輸输轄辖轉转迴回遷迁遲迟遺遗釦扣銀银銷销錯错錶表針针鐘钟鑑鉴"
    "鑒鉴閉闭閤合闆板陞升陣阵陰阴隨随隻只鞏巩鞦秋韆千響响頁页頂顶頒颁頻频顯显颱台餅饼餽馈饋馈髮发鬚须麵面齣出"
)

_SAME = {
    "，": ",",
    "；": ";",
    "：": ":",
    "（": "(",
    "）": ")",
    "．": ".",
    "！": "!",
    "？": "?",
    "﹑": "、",
    "､": "、",
    "【": "(",
    "】": ")",
    "〔": "(",
    "〕": ")",
    "［": "(",
    "］": ")",
    "[": "(",
    "]": ")",
    "﹙": "(",
    "﹚": ")",
    "︰": ":",
    "∶": ":",
    "﹕": ":",
    "﹔": ";",
    "﹐": ",",
    "｡": "。",
    "—": "-",
    "–": "-",
    "―": "-",
    "－": "-",
    "−": "-",
    "─": "-",
    "‐": "-",
    "‑": "-",
    "━": "-",
    "ー": "-",
    "～": "~",
    "〜": "~",
    "∼": "~",
    "“": '"',
    "”": '"',
    "„": '"',
    "‟": '"',
    "〝": '"',
    "〞": '"',
    "＂": '"',
    "「": '"',
    "」": '"',
    "『": '"',
    "』": '"',
    "‘": "'",
    "’": "'",
    "＇": "'",
    "`": "'",
    "○": "〇",
    "•": "·",
    "‧": "·",
    "・": "·",
    "∙": "·",
    "⋅": "·",
    "〃": "·",
    "●": "·",
    "\uf06c": "·",
    "\uf0b7": "·",
    "\uf0d8": "·",
    "\uf06e": "·",
    "\u3000": " ",
    "\xa0": " ",
    "\u2002": " ",
    "\u2003": " ",
    "\u2009": " ",
    "\u200b": " ",
    "\ufeff": " ",
    "\u200c": " ",
    "\u200d": " ",
    "\u202f": " ",
    "\ufe0f": " ",
}


def _table() -> dict[int, str]:
    table = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    table.update({ord(a): b for a, b in _SAME.items()})
    table.update({ord(t): s for t, s in zip(_TRADITIONAL[::2], _TRADITIONAL[1::2], strict=True) if t != s})
    # 🔹 and its like, which telephones put before a line
    table.update(dict.fromkeys([*range(0x1F300, 0x1FB00), 0x25AA, 0x25AB, 0x25FD, 0x25FE, 0x2B50], "·"))
    # Kangxi radicals and compatibility forms that converters leave behind in place of plain characters
    table.update(
        {0x2F49: "月", 0x2F47: "日", 0x2F00: "一", 0x2F06: "二", 0x2F17: "十", 0x2F0B: "八", 0x2F2F: "工"}
    )
    return table


_FOLD = _table()
# scan noise inside dates: 1O月 → 10月, l2月 → 12月
_MENDED = str.maketrans("lIO", "110")
_SCANNED_DIGITS = late(r"(?<![A-Za-z])[lIO0-9]{1,2}(?=\s?月)")


# 员工关爱有温度.全年走访…: a full stop, where no number, mark or name in letters stands beside it
_FULL_STOP = late(
    r"(?<=[\u4e00-\u9fff][\u4e00-\u9fff\")])(?<![一二三四五六七八九十百])\.(?=[\u4e00-\u9fff(\"]|\d{1,2}月|\s*$)"
)


# 叁月, 第贰部分: the numerals of accountants, where a time or a part follows and they are nobody's name
_FORMAL = late(
    r"(?<![\u4e00-\u9fff])第?[壹贰叁参肆伍陆柒捌玖拾]{1,3}(?=(?:[、至-][壹贰叁参肆伍陆柒捌玖拾]{1,3})?\s?(?:月|季度|周|部分|章))"
)
_FORMAL_SIGN = late(r"[壹贰叁参肆伍陆柒捌玖拾]")
PLAIN_NUMERALS = str.maketrans("壹贰叁参肆伍陆柒捌玖拾", "一二三三四五六七八九十")

# 10月一11月: a dash that was read as a numeral
_SCANNED_DASH = late(r"(?<=月)一(?=\d{1,2}\s?月)|(?<=日)一(?=\d{1,2}\s?[月日])")


def fold(text: str) -> str:
    """One spelling for every sign; the length stays the same."""
    text = text.translate(_FOLD)
    if "." in text:
        text = _FULL_STOP.sub("。", text)
    if _FORMAL_SIGN.search(text):
        text = _FORMAL.sub(lambda m: m[0].translate(PLAIN_NUMERALS), text)
    if "月" in text:
        text = _SCANNED_DIGITS.sub(lambda m: m[0].translate(_MENDED), text)
        if "一" in text:
            text = _SCANNED_DASH.sub("-", text)
    return text


_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "首": 1}
_TWENTIES = {"廿": 20, "卅": 30}


def number_of(numeral: str) -> int | None:
    """Value of a Chinese or Arabic numeral below 10,000; None when it is not one number."""
    if numeral.isascii():
        return int(numeral) if numeral.isdigit() and len(numeral) < 7 else None
    if numeral == "元":
        return 1
    if numeral.count("十") > 1:
        return None
    total, digit = 0, None
    for c in numeral:
        if c in _DIGITS:
            if digit is not None:
                return None
            digit = _DIGITS[c]
        elif c in "十百千":
            total += (1 if digit is None else digit) * {"十": 10, "百": 100, "千": 1000}[c]
            digit = None
        elif c in _TWENTIES and digit is None:
            total += _TWENTIES[c]
        else:
            return None
    return total + (digit or 0)


def numbers_of(numerals: str) -> list[int]:
    """Values of numerals written without a separator: 七八 → 7, 8; 十一十二 → 11, 12."""
    if (one := number_of(numerals)) is not None:
        return [one]
    return [
        n for n in map(number_of, re.findall(r"十[一二]?|[一二三四五六七八九]", numerals)) if n is not None
    ]


def is_han(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff" or char == "〇"
