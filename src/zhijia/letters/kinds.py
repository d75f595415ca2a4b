"""The kinds of paper a union sends, as data. Pure.

What the law asks comes from the 党政机关公文处理工作条例 (中办发〔2012〕14号): a request has one addressee and one
matter (art. 15), papers that go upward name who answers for them (art. 9), a reply answers a request (art. 8).
The layout of the head and of the sign-off is GB/T 9704-2012. What is only practice is marked [K]: it is asked for, and
never stands in the way.
"""

import re
from dataclasses import dataclass

from zhijia.papers import HeadForm

BLANK = "____"
"""Stands in an opening where the officer writes; a paper with one left in it is not issued."""


@dataclass(frozen=True)
class Kind:
    """One kind of paper: whom it goes to, how it looks, what it must carry, and how it begins and ends."""

    code: str
    name: str
    told: str  # one line for whoever does not know which kind to take
    direction: str  # up, down, level, plain
    form: HeadForm = HeadForm.USUAL
    red_head: bool = (
        True  # to begin with: a plan or a summary mostly goes out as the attachment of another paper
    )
    addressee: str = "some"  # one: exactly one; some: one or more; none
    closing: str = ""
    contact: bool = (
        False  # [K] the 附注 of a request: whom to ring (asked by the rules of 2000, kept in practice)
    )
    answers: bool = False  # the paper that is answered: title and number
    attended: bool = False  # those present, at the end of minutes
    sealed: bool = True
    tail: str = ""  # what completes a title that has no 关于…的…
    endings: tuple[str, ...] = ()  # a title that ends so is complete; else the kind's own name
    opening: str = ""

    @property
    def signer(self) -> bool:
        """A paper that goes upward names who answers for it."""
        return self.direction == "up"

    @property
    def mark(self) -> str:
        """What follows the issuer's name in the red mark."""
        endings = {HeadForm.USUAL: "文件", HeadForm.LETTER: "", HeadForm.MINUTES: "会议纪要"}
        return endings[self.form]

    @property
    def series(self) -> str:
        """What follows the union's prefix in the number: letters and minutes count by themselves. [K]"""
        return {HeadForm.USUAL: "", HeadForm.LETTER: "函", HeadForm.MINUTES: "纪要"}[self.form]

    def completed(self, matter: str) -> str:
        """The title as a paper bears it, from what was typed: 开展送清凉 → 关于开展送清凉的通知."""
        matter = matter.strip().rstrip("。")
        if not matter or matter.endswith(self.endings or (self.name,)):
            return matter
        if self.tail:
            return matter.removesuffix(self.tail[:2]) + self.tail
        issuer, about, rest = matter.partition("关于")
        if not about or "《" in issuer:
            issuer, rest = "", matter
        return f"{issuer}关于{rest.removesuffix('的')}的{self.name}"


KINDS = (
    Kind(
        "notice", "通知", "布置工作、通知开会、印发文件，发给下级和有关单位。", "down",
        closing="特此通知。",
        opening=f"{BLANK}（哪天起）开展{BLANK}（什么事）。现将有关事项通知如下。\n一、时间和地点\n{BLANK}\n二、参加人员\n{BLANK}\n三、要求\n{BLANK}",
    ),
    Kind(
        "request", "请示", "要上级批准一件事才能办，就写请示。一份只写一件事，只主送一个上级。", "up",
        addressee="one", closing="妥否，请批示。", contact=True,
        opening=f"因{BLANK}（什么情况），需要{BLANK}（请上级批准什么）。现将有关情况请示如下。\n一、基本情况\n{BLANK}\n二、请批准的事项\n{BLANK}",
    ),
    Kind(
        "reply", "批复", "答复下级工会的请示，写明同意还是不同意。", "down",
        addressee="one", closing="此复。", answers=True,
        opening=f"你会《{{title}}》（{{number}}）收悉。经{BLANK}（哪次会议）研究，批复如下。\n一、同意{BLANK}\n二、{BLANK}",
    ),
    Kind(
        "report", "报告", "向上级汇报工作、反映情况、答复上级的询问，不要求批准什么。", "up",
        closing="特此报告。",
        opening=f"按照{BLANK}（哪份文件、哪项要求），现将{BLANK}（哪段时间、什么事）的情况报告如下。\n一、{BLANK}\n二、{BLANK}",
    ),
    Kind(
        "summary", "总结", "一段时间做了什么、做成多少，还有什么不足。", "plain",
        red_head=False, addressee="none", sealed=False, tail="工作总结", endings=("总结",), opening=f"一、{BLANK}\n二、{BLANK}",
    ),
    Kind(
        "plan", "计划", "一段时间要做什么、谁来做、什么时候做完。", "plain",
        red_head=False, addressee="none", sealed=False, tail="工作计划", endings=("计划", "要点", "安排", "方案", "规划"),
        opening=f"一、{BLANK}\n二、{BLANK}",
    ),
    Kind(
        "minutes", "会议纪要", "记下一次会议议定了什么、谁去办，发给参会和要办的人。", "plain",
        form=HeadForm.MINUTES, addressee="none", attended=True, sealed=False, tail="会议纪要", endings=("纪要",),
        opening=f"{BLANK}（几月几日），{BLANK}（谁）主持召开{BLANK}（什么会）。会议议定以下事项。\n一、{BLANK}\n二、{BLANK}",
    ),
    Kind(
        "letter", "函", "和没有上下级关系的单位商量事情、请求配合、答复询问。", "level",
        form=HeadForm.LETTER, closing="盼复。",
        opening=f"因{BLANK}（什么事），请贵单位{BLANK}（配合做什么、什么时候前）。有关情况如下。\n{BLANK}",
    ),
)  # fmt: skip
BY_CODE = {kind.code: kind for kind in KINDS}
CHOICES = [(kind.code, kind.name) for kind in KINDS]
DIRECTIONS = {"up": "上行文", "down": "下行文", "level": "平行文", "plain": "常用文稿"}

ADDRESSEES = re.compile(r"[，,、；;\s]+")


def addressees(text: str) -> list[str]:
    """The single addressees of a line: 县总工会，镇党委 are two."""
    return [one for one in ADDRESSEES.split(text.strip().rstrip("：:")) if one]


def reply_to(title: str) -> str:
    """The title of the reply to a request: 关于换届的请示 → 关于换届的批复."""
    matter = title.strip().strip("《》")
    return f"{matter[:-2]}批复" if matter.endswith("请示") else BY_CODE["reply"].completed(matter)
