"""A letter as an official paper: what the writer, the page and a union's own template draw from."""

import re
from typing import Any

from zhijia import papers
from zhijia.letters import body, numbering
from zhijia.letters.kinds import addressees
from zhijia.letters.models import Letter
from zhijia.letters.queries import Style, day_of
from zhijia.papers import HeadForm, Imprint, Paper
from zhijia.papers.content import Block, day

BREAK = re.compile(r"(?<=[^\x00-\xff])[ \u3000]+(?=[^\x00-\xff])")
"""A blank between Chinese characters in a title: there the officer wants it broken."""


def paper_of(letter: Letter, style: Style, *, proposed: int | None = None) -> Paper:
    """The paper of this letter. `proposed`: the number a draft would get, so that the page can show it."""
    kind = letter.kind_of
    with_head = letter.red_head
    issuer = letter.issuer or style.issuer
    closing = [papers.Paragraph(letter.closing)] if letter.closing.strip() else []
    return Paper(
        title=BREAK.sub("\n", letter.title),
        issuer=issuer,
        date=day_of(letter),
        addressee="，".join(addressees(letter.addressee)) or None,
        blocks=[*body.blocks(letter.body), *closing],
        attachments=[papers.Attachment(one["title"], body.blocks(one["text"])) for one in letter.attachments],
        head=_head(letter, issuer, style, proposed) if with_head else None,
        sealed=kind.sealed or (with_head and kind.form != HeadForm.MINUTES),
        attended=_attended(letter.attended),
        note=f"联系人：{letter.contact}" if letter.contact.strip() else "",
        imprint=Imprint(letter.copies, issuer, day_of(letter)) if with_head else None,
    )


def _head(letter: Letter, issuer: str, style: Style, proposed: int | None) -> papers.Head:
    kind = letter.kind_of
    number = letter.full_number
    if not number and proposed is not None:
        number = numbering.written(style.series(kind), day_of(letter).year, proposed)
    signer = letter.signer if kind.signer else ""
    return papers.Head(f"{issuer}{kind.mark}", number, signer, kind.form)


def _attended(text: str) -> list[tuple[str, str]]:
    """出席：林秀芳、赵永康 → who and their names; a line without a colon names those present."""
    found = []
    for line in filter(None, map(str.strip, text.splitlines())):
        who, colon, names = line.replace(":", "：").partition("：")
        found.append((who, names.strip()) if colon else ("出席", line))
    return found


# --- for a union's own template --------------------------------------------------------------------------


class Line(str):
    """A paragraph for a template: its text, and as 级 the level of its heading (0: text)."""

    级: int

    def __new__(cls, text: str, level: int = 0) -> "Line":
        line = super().__new__(cls, text)
        line.级 = level
        return line


NAMES = {
    "标题": "公文的标题",
    "发文字号": "如 青工〔2026〕12号；还没发的草稿是拟用的号",
    "签发人": "上行文的签发人",
    "主送": "主送单位，后面不带冒号",
    "正文": "一段一段循环，含结语；段.级 是几级标题，0 是正文",
    "附件": "附件名称，一份一份循环，已带序号",
    "附件页": "附件的内容，一份一份循环；页.标题，页.正文 再一段一段循环",
    "单位": "落款的单位名称",
    "日期": "成文日期，如 2026年6月3日",
    "附注": "联系人和电话",
    "抄送": "抄送单位",
    "文种": "通知、请示……",
    "出席": "纪要的出席人员，一行一行循环",
}
"""What a template may name, and what stands there."""


def values_of(paper: Paper, kind_name: str) -> dict[str, Any]:
    """The values for a union's own template."""
    titles = [one.title for one in paper.attachments]
    return {
        "标题": paper.title.replace("\n", ""),
        "发文字号": paper.head.number if paper.head else "",
        "签发人": paper.head.signer if paper.head else "",
        "主送": paper.addressee or "",
        "正文": _lines(paper.blocks),
        "附件": [f"{n}.{title}" for n, title in enumerate(titles, 1)] if len(titles) > 1 else titles,
        "附件页": [{"标题": one.title, "正文": _lines(one.blocks)} for one in paper.attachments],
        "单位": paper.issuer,
        "日期": day(paper.date),
        "附注": paper.note,
        "抄送": paper.imprint.copies if paper.imprint else "",
        "文种": kind_name,
        "出席": [f"{who}：{names}" for who, names in paper.attended],
    }


def _lines(blocks: Any) -> list[Line]:
    found: list[Line] = []
    for block in blocks:
        found += [Line(text, body.level_of(block)) for text in _texts(block)]
    return found


def _texts(block: Block) -> list[str]:
    return body.text_of(block).replace("\t", "　").split("\n")
