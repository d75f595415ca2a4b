"""What a paper still lacks. Pure: a letter's own values in, sentences out."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from zhijia.letters.kinds import BLANK, Kind, addressees

if TYPE_CHECKING:
    from zhijia.letters.models import Letter


class Lack(NamedTuple):
    """One thing that is missing: the field, the sentence, and whether the paper may go out without it."""

    field: str
    sentence: str
    stops: bool = True


def lacks(letter: Letter, kind: Kind) -> list[Lack]:
    """What is missing for this kind of paper, in the order of the form."""
    found = []
    to = addressees(letter.addressee)
    if not letter.title.strip():
        found.append(Lack("title", "请填标题。"))
    if kind.addressee != "none" and not to:
        # A notice to everybody may go without.
        found.append(Lack("addressee", "请填主送单位。", stops=kind.code != "notice"))
    if kind.addressee == "one" and len(to) > 1:
        found.append(
            Lack("addressee", f"{kind.name}只主送一个单位，这里写了 {len(to)} 个。其余的请移到抄送。")
        )
    if kind.answers and not letter.answers_title.strip():
        found.append(Lack("answers_title", "批复要写明答复哪一份请示，请填来文标题。"))
    if kind.answers and letter.answers_title.strip() and not letter.answers_number.strip():
        found.append(Lack("answers_number", "来文有文号的请填上。", stops=False))
    if not letter.body.strip():
        found.append(Lack("body", "正文还是空的。"))
    elif empty := letter.body.count(BLANK):
        found.append(Lack("body", f"正文还有 {empty} 处画线的空没有填。"))
    if kind.attended and not letter.attended.strip():
        found.append(Lack("attended", "请写出席人员，一行一种，如“出席：林秀芳、赵永康”。", stops=False))
    for n, one in enumerate(letter.attachments, start=1):
        if not one["title"].strip():
            found.append(Lack("attachments", f"附件 {n} 有内容，没有名称，请补上名称。"))
        elif not one["text"].strip():
            found.append(
                Lack("attachments", f"附件 {n} 只有名称，没有内容。内容另附纸件的话可以不填。", stops=False)
            )
    if kind.signer and letter.red_head and not letter.signer.strip():
        found.append(Lack("signer", f"{kind.name}送上级，要写签发人。"))
    if kind.contact and (not letter.contact.strip() or BLANK in letter.contact):
        found.append(
            Lack("contact", "联系人和电话还没填全。上级要问时找得到人。", stops=BLANK in letter.contact)
        )
    return found
