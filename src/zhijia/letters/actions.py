"""Verbs of letters, in the order work happens: write, rewrite, issue, withdraw; the house style; templates."""

import datetime as dt
from typing import Any

from zhijia import papers
from zhijia.kernel import clock
from zhijia.kernel.actions import Blocked, Unfit, action
from zhijia.kernel.files import actions as files
from zhijia.kernel.files import intake
from zhijia.kernel.files.models import Attachment
from zhijia.kernel.scope import Seat
from zhijia.letters import numbering, policy, printing, queries, rules
from zhijia.letters.models import HouseStyle, Letter, Template
from zhijia.letters.paper import NAMES, paper_of, values_of
from zhijia.letters.sample import sample_letter
from zhijia.org.models import Union

FIRST_YEAR = 2000


@action(Letter, allowed=policy.may_write, label="拟稿")
def write(letter: Letter, *, by: Seat) -> None:
    """A new draft of one's own union."""
    letter.union_id, letter.written_by_id, letter.written_at = by.union_id, by.person_id, clock.now()


@action(Letter, allowed=policy.may_write, blocks=[policy.sent], label="改稿")
def rewrite(letter: Letter, *, by: Seat, **values: Any) -> None:
    """Change the draft. What was issued is not changed any more."""
    for name, value in values.items():
        setattr(letter, name, value)


@action(Letter, allowed=policy.may_write, blocks=[policy.sent], label="删去草稿")
def drop(letter: Letter, *, by: Seat) -> None:
    """The draft will not be used; its row stays readable in the trail."""


def _keep_paper(letters: list[Letter], *, by: Seat, **_: Any) -> None:
    for letter in letters:
        style = queries.style_of(letter.union)
        content = printing.docx_of(letter, style, own=letter.own_template)
        _attach(letter, f"{letter.title[:60]}.docx", content, by)


def _attach(row: Letter | Template, name: str, content: bytes, by: Seat) -> None:
    file = Attachment(
        kind=row._meta.db_table,
        row_id=row.pk,
        union_id=row.union_id,
        name=intake.named(name, printing.DOCX),
        content_type=printing.DOCX,
    )
    files.attach(file, by=by, content=content)


@action(Letter, allowed=policy.may_issue, label="发文", then=_keep_paper)
def issue(letter: Letter, *, by: Seat, on: dt.date, number: int | None = None) -> None:
    """The paper goes out: its text stands still, its number is used, its Word file is kept.

    `number`: the one wanted; without it the next of its series and year. Raises `Unfit` for a number that is used
    or a day to come, `Blocked` while something is missing that the paper cannot go without.
    """
    lacking = [one.sentence for one in rules.lacks(letter, letter.kind_of) if one.stops]
    if lacking:
        raise Blocked(f"还不能发文：{lacking[0]}")
    if on > clock.today():
        raise Unfit(on="成文日期在今天之后。请填签发那天。")
    if on.year < FIRST_YEAR:
        raise Unfit(on="年份不对。是不是多打或少打了一位？")
    style = queries.style_of(letter.union)
    letter.on, letter.issuer, letter.issued_at = on, style.issuer, clock.now()
    if letter.red_head:
        letter.series, letter.year = style.series(letter.kind_of), on.year
        letter.number = _free_number(letter, number)


def _free_number(letter: Letter, wanted: int | None) -> int:
    """The next number, or the wanted one if it is free. Whoever issues at the same moment waits here."""
    Union.objects.select_for_update(of=("self",), no_key=True).get(pk=letter.union_id)
    used = queries.used(letter.union_id, letter.series, letter.year or 0)
    following = numbering.next_after(used)
    number = following if wanted is None else wanted
    if number in used:
        raise Unfit(number=f"{number} 号已经用过了，撤回的号也不再用。下一个是 {following} 号。")
    if not 1 <= number <= numbering.HIGHEST:
        raise Unfit(number=f"序号要在 1 到 {numbering.HIGHEST} 之间。")
    return number


@action(Letter, allowed=policy.may_issue, label="撤回公文", needs_reason=True)
def withdraw(letter: Letter, *, by: Seat) -> None:
    """The paper no longer holds. Its number stays used, its text and file stay readable."""


@action(HouseStyle, allowed=policy.may_write, label="改发文设置")
def settle(house: HouseStyle, *, by: Seat, prefix: str, issuer: str) -> None:
    """How the union's coming papers are numbered and signed; those already issued stay as they are."""
    house.union_id, house.prefix, house.issuer = by.union_id, prefix, issuer


# --- a union's own templates -----------------------------------------------------------------------------


def _keep_template(templates: list[Template], *, by: Seat, content: bytes, **_: Any) -> None:
    for template in templates:
        _attach(template, template.name, content, by)


@action(Template, allowed=policy.may_write, label="上传模板", then=_keep_template)
def bring(template: Template, *, by: Seat, content: bytes) -> None:
    """A union's own template takes the place of the one in use. Raises `Unfit` for what cannot be filled."""
    check(content, template.kind)
    template.union_id, template.brought_by_id, template.brought_at = by.union_id, by.person_id, clock.now()
    _retire(template, by)


@action(Template, allowed=policy.may_write, label="停用模板")
def switch_off(template: Template, *, by: Seat) -> None:
    """Papers of this kind are written in our own layout again."""


@action(Template, allowed=policy.may_write, label="启用模板")
def switch_on(template: Template, *, by: Seat) -> None:
    """Use this template again, in place of the one in use."""
    _retire(template, by)


def _retire(template: Template, by: Seat) -> None:
    before = queries.template_for(template.union_id, template.kind)
    if before:
        switch_off(before, by=by)


def check(content: bytes, kind: str) -> bytes:
    """A trial print with sample values. Raises `Unfit` with what is wrong in the template."""
    try:
        names = papers.fields_of(content)
        if strange := sorted(names - set(NAMES)):
            raise Unfit(
                file=f"模板里有程序不认识的名称：{'、'.join(strange)}。请照“可用的名称”改一下，再传。"
            )
        if "正文" not in names:
            raise Unfit(file="模板里没有“正文”，写出来的公文会没有内容。请照样例加上正文的循环，再传。")
        letter, style = sample_letter(kind)
        return papers.filled(content, values_of(paper_of(letter, style), letter.kind_of.name))
    except papers.TemplateUnfit as unfit:
        raise Unfit(file=str(unfit)) from None
