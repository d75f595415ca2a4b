"""The fixed parts of every paper as WordprocessingML, its elements in schema order.

Sizes are half-points, lengths twentieths of a point. 2号 = 44, 3号 = 32, 4号 = 28, 小4 = 24.
"""

from docx.oxml.ns import nsdecls

SONG, HEI, KAI, FANG = "宋体", "黑体", "楷体", "仿宋"
TITLE_FONT = "方正小标宋简体"
# Where a font is missing, Word takes the other name. 华文中宋 comes with Office and is the usual stand-in for
# 小标宋. The title is not bold: bold would thicken the real one.
OTHER_NAMES = {TITLE_FONT: "华文中宋", SONG: "SimSun", HEI: "SimHei", KAI: "楷体_GB2312", FANG: "仿宋_GB2312"}

LINE = 560  # 28 pt: 22 lines fill the 225 mm of the type area
# A line holds 28 characters when each takes 15.75 pt. A character grid of that pitch would say the same, but
# LibreOffice gives a 16 pt character two of its cells.
CONDENSED = '<w:spacing w:val="-5"/>'
INDENT = '<w:ind w:firstLineChars="200" w:firstLine="640"/>'


def fonts(east: str, latin: str = "Times New Roman") -> str:
    return f'<w:rFonts w:ascii="{latin}" w:eastAsia="{east}" w:hAnsi="{latin}" w:cs="{latin}"/>'


def exactly(line: int = LINE) -> str:
    return f'<w:spacing w:before="0" w:after="0" w:line="{line}" w:lineRule="exact"/>'


def style(name: str, paragraph: str = "", run: str = "") -> str:
    """One paragraph style on top of Normal; its id is its name without blanks."""
    key = name.replace(" ", "")
    default, based = ("", '<w:basedOn w:val="Normal"/>') if key != "Normal" else (' w:default="1"', "")
    return (
        f'<w:style w:type="paragraph"{default} w:styleId="{key}"><w:name w:val="{name}"/>{based}<w:qFormat/>'
        f"<w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    )


def heading(level: int, font: str) -> str:
    return style(
        f"heading {level}",
        f'<w:keepNext/>{INDENT}<w:outlineLvl w:val="{level - 1}"/>',
        fonts(font),
    )


SMALL = "<w:widowControl w:val='0'/><w:snapToGrid w:val='0'/>" + exactly(360)

STYLES = f"""<w:styles {nsdecls("w")}>
<w:docDefaults>
  <w:rPrDefault><w:rPr>{fonts(FANG)}<w:sz w:val="32"/><w:szCs w:val="32"/>
    <w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>
  <w:pPrDefault><w:pPr>{exactly()}</w:pPr></w:pPrDefault>
</w:docDefaults>
{
    style(
        "Normal",
        "<w:widowControl w:val='0'/>" + exactly() + "<w:jc w:val='both'/>",
        fonts(FANG) + CONDENSED + '<w:sz w:val="32"/><w:szCs w:val="32"/>',
    )
}
<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr>
  <w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="40" w:type="dxa"/><w:left w:w="85" w:type="dxa"/>
  <w:bottom w:w="40" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>
{
    style(
        "Title",
        "<w:keepNext/><w:snapToGrid w:val='0'/>" + exactly(660) + "<w:jc w:val='center'/>",
        fonts(TITLE_FONT) + '<w:spacing w:val="0"/><w:sz w:val="44"/><w:szCs w:val="44"/>',
    )
}
{style("Body Text", INDENT)}
{heading(1, HEI)}{heading(2, KAI)}{heading(3, FANG)}{heading(4, FANG)}
{style("Signature", "<w:keepLines/><w:jc w:val='right'/>")}
{style("Attachment Mark", "<w:keepNext/><w:jc w:val='left'/>", fonts(HEI))}
{
    style(
        "caption",
        "<w:keepNext/><w:jc w:val='center'/>",
        fonts(HEI) + '<w:sz w:val="28"/><w:szCs w:val="28"/>',
    )
}
{style("Table Head", SMALL + "<w:jc w:val='center'/>", fonts(HEI) + '<w:sz w:val="24"/><w:szCs w:val="24"/>')}
{style("Table Text", SMALL + "<w:jc w:val='left'/>", '<w:sz w:val="24"/><w:szCs w:val="24"/>')}
{style("footer", exactly(360), fonts(SONG, SONG) + '<w:sz w:val="28"/><w:szCs w:val="28"/>')}
</w:styles>"""

# Mode 15 is Word 2013 and later; without it the title bar says 兼容模式.
SETTINGS = f"""<w:settings {nsdecls("w")}>
<w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/><w:evenAndOddHeaders/>
<w:drawingGridVerticalSpacing w:val="579"/><w:characterSpacingControl w:val="doNotCompress"/>
<w:compat><w:useFELayout/><w:compatSetting w:name="compatibilityMode"
  w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>
<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/><w:decimalSymbol w:val="."/><w:listSeparator w:val=","/>
</w:settings>"""

FONTS = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:fonts {nsdecls("w")}>{
    "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/></w:font>'
        for name, other in OTHER_NAMES.items()
    )
}<w:font w:name="Times New Roman"><w:charset w:val="00"/></w:font></w:fonts>"""


def page_number(odd: bool) -> str:
    """— 1 —, one character in from the outer edge."""
    edge = '<w:ind w:rightChars="100" w:right="280"/><w:jc w:val="right"/>'
    if not odd:
        edge = '<w:ind w:leftChars="100" w:left="280"/><w:jc w:val="left"/>'
    dash = '<w:r><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr><w:t xml:space="preserve">{}</w:t></w:r>'
    return (
        f'<w:p {nsdecls("w")}><w:pPr><w:pStyle w:val="footer"/>{edge}</w:pPr>{dash.format("— ")}'
        f'<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>{dash.format(" —")}</w:p>'
    )
