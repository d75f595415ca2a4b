"""The fixed parts of every paper as WordprocessingML, its elements in schema order.

Sizes are half-points, lengths twentieths of a point. 2号 = 44, 3号 = 32, 4号 = 28, 小4 = 24.
"""

from docx.oxml.ns import nsdecls

SONG, HEI, KAI, FANG = "宋体", "黑体", "楷体", "仿宋"
FACES = {1: HEI, 2: KAI}  # of headings; the deeper ones keep the body's
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


def size(half_points: int) -> str:
    return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


def exactly(line: int = LINE) -> str:
    return f'<w:spacing w:before="0" w:after="0" w:line="{line}" w:lineRule="exact"/>'


def jc(side: str) -> str:
    return f'<w:jc w:val="{side}"/>'


def style(name: str, paragraph: str = "", run: str = "") -> str:
    """One paragraph style on top of Normal; its id is its name without blanks."""
    key = name.replace(" ", "")
    default, based = ("", '<w:basedOn w:val="Normal"/>') if key != "Normal" else (' w:default="1"', "")
    return (
        f'<w:style w:type="paragraph"{default} w:styleId="{key}"><w:name w:val="{name}"/>{based}<w:qFormat/>'
        f"<w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    )


def heading(level: int, font: str) -> str:
    outline = f'<w:outlineLvl w:val="{level - 1}"/>'
    return style(f"heading {level}", f"{NEXT}{INDENT}{outline}", fonts(font))


RED = '<w:color w:val="E60012"/>'
MARK_LINE = '<w:spacing w:before="0" w:after="0" w:line="1000" w:lineRule="exact"/>'
FULL_PAGES = '<w:widowControl w:val="0"/>'  # 22 lines on each page, also when one of a paragraph's goes over
NEXT, OFF_GRID = "<w:keepNext/>", '<w:snapToGrid w:val="0"/>'
STYLES = f"""<w:styles {nsdecls("w")}><w:docDefaults>
<w:rPrDefault><w:rPr>{fonts(FANG)}{size(32)}<w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault>
<w:pPrDefault><w:pPr>{exactly()}</w:pPr></w:pPrDefault></w:docDefaults>
{style("Normal", FULL_PAGES + exactly() + jc("both"), fonts(FANG) + CONDENSED + size(32))}
{style("Title", NEXT + OFF_GRID + exactly(660) + jc("center"), fonts(TITLE_FONT) + size(44))}
{style("Body Text", INDENT)}{heading(1, HEI)}{heading(2, KAI)}{heading(3, FANG)}{heading(4, FANG)}
{style("Signature", "<w:keepLines/>" + jc("right"))}
{style("Mark", NEXT + OFF_GRID + MARK_LINE + jc("center"), fonts(TITLE_FONT) + RED + size(72))}
{style("Paper Number", NEXT + OFF_GRID + exactly() + jc("center"))}
{style("Red Line", NEXT + OFF_GRID + exactly(60))}
{style("Imprint", OFF_GRID + exactly(480) + jc("left"), size(28))}
{style("Attachment Mark", NEXT + jc("left"), fonts(HEI))}
{style("caption", NEXT + jc("center"), fonts(HEI) + size(28))}
{style("Table Head", OFF_GRID + exactly(360) + jc("center"), fonts(HEI) + size(24))}
{style("Table Text", OFF_GRID + exactly(360) + jc("left"), size(24))}
{style("footer", exactly(360), fonts(SONG, SONG) + size(28))}
</w:styles>"""
CELL_MARGINS = "".join(
    f'<w:{side} w:w="{room}" w:type="dxa"/>'
    for side, room in (("top", 40), ("left", 85), ("bottom", 80), ("right", 85))
)

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
    side = "right" if odd else "left"
    edge = f'<w:ind w:{side}Chars="100" w:{side}="280"/>{jc(side)}'
    dash = '<w:r><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr><w:t xml:space="preserve">{}</w:t></w:r>'
    return (
        f'<w:p {nsdecls("w")}><w:pPr><w:pStyle w:val="footer"/>{edge}</w:pPr>{dash.format("— ")}'
        f'<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>{dash.format(" —")}</w:p>'
    )


THICK_OVER_THIN, THIN_OVER_THICK = ("thickThinSmallGap", 24), ("thinThickSmallGap", 24)


def red_line(kind: tuple[str, int] = ("single", 12)) -> str:
    """The line under the head, as wide as its paragraph."""
    return f'<w:pBdr><w:bottom w:val="{kind[0]}" w:sz="{kind[1]}" w:space="0" w:color="E60012"/></w:pBdr>'


TEXT_BOX = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"


MM, LINE_OF_IMPRINT = 36000, 330200  # in EMU; 26 pt


def at_the_foot(paragraphs: str, lines: int) -> str:
    """A box without a border at the foot of the page's type area. (LibreOffice ignores frames that stand last.)"""
    return _box(
        paragraphs, 156 * MM, lines * LINE_OF_IMPRINT, "margin", "<wp:align>bottom</wp:align>", "版记"
    )


def letter_head(paragraphs: str) -> str:
    """The mark and double line of a letter, above the type area: the mark's upper edge 30 mm below that of the paper.

    Its box begins higher by the air over the characters in their line.
    """
    return _box(paragraphs, 170 * MM, 20 * MM, "page", _offset(27.5), "发文机关标志")


def letter_foot() -> str:
    """The footer of a letter's first page: no number, the double line 20 mm above the edge of the paper."""
    line = f'<w:p><w:pPr><w:pStyle w:val="RedLine"/>{red_line(THIN_OVER_THICK)}</w:pPr></w:p>'
    box = _box(line, 170 * MM, 2 * MM, "page", _offset(275.5), "红色双线")
    return box.replace("<w:p>", f"<w:p {nsdecls('w', 'wp', 'a')}>", 1)


def _offset(mm: float) -> str:
    return f"<wp:posOffset>{round(mm * MM)}</wp:posOffset>"


def _box(paragraphs: str, wide: int, high: int, frame: str, down: str, name: str) -> str:
    """A box in the middle of the page or of its type area (`frame`), with text above and below it only."""
    place = (
        f'<wp:positionH relativeFrom="{frame}"><wp:align>center</wp:align></wp:positionH>'
        f'<wp:positionV relativeFrom="{frame}">{down}</wp:positionV>'
    )
    shape = (
        f'<wps:wsp xmlns:wps="{TEXT_BOX}"><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/>'
        f'<a:ext cx="{wide}" cy="{high}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/>'
        f"<a:ln><a:noFill/></a:ln></wps:spPr><wps:txbx><w:txbxContent>{paragraphs}</w:txbxContent></wps:txbx>"
        '<wps:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" anchor="b"/></wps:wsp>'
    )
    anchor = (
        '<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="2" behindDoc="0" '
        f'locked="0" layoutInCell="1" allowOverlap="0"><wp:simplePos x="0" y="0"/>{place}'
        f'<wp:extent cx="{wide}" cy="{high}"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapTopAndBottom/>'
        f'<wp:docPr id="{sum(name.encode())}" name="{name}"/><wp:cNvGraphicFramePr/><a:graphic>'
        f'<a:graphicData uri="{TEXT_BOX}">{shape}</a:graphicData></a:graphic></wp:anchor>'
    )
    line = '<w:snapToGrid w:val="0"/><w:spacing w:line="20" w:lineRule="exact"/>'
    return f'<w:p><w:pPr><w:pStyle w:val="Normal"/>{line}</w:pPr><w:r><w:drawing>{anchor}</w:drawing></w:r></w:p>'
