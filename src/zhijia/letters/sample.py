"""A paper of invented content for trial prints, and a template to begin from, both made here."""

import datetime as dt
import io

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from zhijia.letters import kinds
from zhijia.letters.models import Letter
from zhijia.letters.queries import Style

SAMPLE_STYLE = Style("示工", "示范工会委员会", is_set=True)


def sample_letter(kind: str) -> tuple[Letter, Style]:
    """An unsaved letter with something in every place, and how its union signs."""
    of = kinds.BY_CODE[kind]
    letter = Letter(
        kind=kind,
        title=of.completed("开展职工读书活动"),
        addressee="示范单位工会",
        body="为方便职工读书，现将有关事项写明如下。\n一、时间和地点\n（一）时间。每周三下午。\n（二）地点。职工书屋。\n"
        "二、要求\n1.提前一天报名。\n2.书看完放回原处。",
        closing=of.closing,
        attended="出席：张三、李四\n列席：王五" if of.attended else "",
        attachments=[{"title": "报名表", "text": "姓名\t班组\n张三\t一组\n李四\t二组"}],
        signer="张三" if of.signer else "",
        contact="李四，63000000" if of.contact else "",
        copies="示范单位党委",
        red_head=True,
        on=dt.date(2026, 6, 3),
        series=SAMPLE_STYLE.series(of),
        year=2026,
        number=12,
    )
    return letter, SAMPLE_STYLE


def sample_template() -> bytes:
    """A Word file that shows every name in its place; a union changes it to its own look."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    for line, look in _LINES:
        _paragraph(document, line, look)
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


_LINES = (
    ("{{ 单位 }}文件", "mark"),
    ("{{ 发文字号 }}{% if 签发人 %}　　签发人：{{ 签发人 }}{% endif %}", "centre"),
    ("", ""),
    ("{{ 标题 }}", "title"),
    ("", ""),
    ("{%p if 主送 %}", ""),
    ("{{ 主送 }}：", "flush"),
    ("{%p endif %}", ""),
    ("{%p for 段 in 正文 %}", ""),
    ("{%p if 段.级 == 1 %}", ""),
    ("{{ 段 }}", "hei"),
    ("{%p elif 段.级 == 2 %}", ""),
    ("{{ 段 }}", "kai"),
    ("{%p else %}", ""),
    ("{{ 段 }}", ""),
    ("{%p endif %}", ""),
    ("{%p endfor %}", ""),
    ("{%p for 人 in 出席 %}", ""),
    ("{{ 人 }}", ""),
    ("{%p endfor %}", ""),
    ("{%p if 附件 %}", ""),
    ("附件：{{ 附件|join('　') }}", ""),
    ("{%p endif %}", ""),
    ("", ""),
    ("{{ 单位 }}", "right"),
    ("{{ 日期 }}", "right"),
    ("{%p if 附注 %}", ""),
    ("（{{ 附注 }}）", ""),
    ("{%p endif %}", ""),
    ("{%p if 抄送 %}", ""),
    ("抄送：{{ 抄送 }}。", "flush"),
    ("{%p endif %}", ""),
    ("{%p for 页 in 附件页 %}", ""),
    ("附件", "page"),
    ("{{ 页.标题 }}", "title"),
    ("{%p for 段 in 页.正文 %}", ""),
    ("{{ 段 }}", ""),
    ("{%p endfor %}", ""),
    ("{%p endfor %}", ""),
)
_FACES = {"mark": "方正小标宋简体", "title": "方正小标宋简体", "hei": "黑体", "page": "黑体", "kai": "楷体"}
_SIZES = {"mark": 36, "title": 22}


def _paragraph(document: Document, line: str, look: str) -> None:
    paragraph = document.add_paragraph()
    run = paragraph.add_run(line)
    run.font.size, run.font.name = Pt(_SIZES.get(look, 16)), "Times New Roman"
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _FACES.get(look, "仿宋"))
    layout = paragraph.paragraph_format
    layout.space_after, layout.line_spacing = Pt(0), Pt(28 if look != "mark" else 50)
    if look in ("mark", "title", "centre"):
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    elif look == "right":
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        layout.right_indent = Pt(64)
    elif look not in ("flush", "page"):
        layout.first_line_indent = Pt(32)
    if look == "mark":
        run.font.color.rgb = RGBColor(0xE6, 0x00, 0x12)
    layout.page_break_before = look == "page"
