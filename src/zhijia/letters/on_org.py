"""The papers of a re-election and a founding (A04, A07), begun from the case: request, reply, report of the result."""

from typing import Any

from zhijia.kernel.scope import Seat
from zhijia.letters.kinds import BLANK
from zhijia.letters.starts import address
from zhijia.org.models import Founding, Reelection


def _matter(row: Reelection) -> str:
    return f"{_session(row)}工会委员会换届选举"


def _session(row: Reelection) -> str:
    """第五届: papers count sessions in characters."""
    signs, (tens, ones) = "〇一二三四五六七八九", divmod(row.session_no, 10)
    ten = f"{signs[tens] if tens > 1 else ''}十" if tens else ""
    return f"第{ten}{signs[ones] if ones else ''}届"


def request(row: Reelection, seat: Seat) -> str:
    if row.state not in ("asked", "returned"):
        return ""
    late = f"\n三、延期原因\n{row.late_reason.rstrip('。')}。" if row.late_reason else ""
    body = (
        f"本会本届委员会任期到{row.due_on:%Y年%-m月%-d日}届满，拟于{row.planned_on:%Y年%-m月%-d日}召开会员（代表）大会换届选举。"
        f"现将有关情况请示如下。\n一、委员名额\n新一届工会委员会由{row.seats}人组成，任期{row.term_years}年。"
        f"\n二、选举办法\n采取无记名投票，差额选举委员，主席、副主席按规定产生。{late}"
    )
    return address("request", seat, row.union_id, title=f"关于{_matter(row)}的请示", body=body)


def reply(row: Reelection, seat: Seat) -> str:
    if row.state not in ("asked", "reported") or seat.union_id == row.union_id:
        return ""
    title = f"关于{_matter(row)}{'的请示' if row.state == 'asked' else '结果的报告'}"
    return address("reply", seat, seat.union_id, addressee=row.union.name, answers_title=title, body=_granted(row),
                   answers_number=row.request_no if row.state == "asked" else row.reported_no)  # fmt: skip


def _granted(row: Reelection) -> str:
    """What the union above agrees to: the election, the delay where it comes after the term, or the result."""
    points = [
        f"同意你会{_session(row)}工会委员会选举结果。",
        f"新一届委员会任期{row.term_years}年，自{_day(row.held_on)}起。",
    ]
    if row.state == "asked":
        points = [
            f"同意你会于{_day(row.planned_on)}召开会员（代表）大会，选举{_session(row)}工会委员会。",
            f"委员会由{row.seats}人组成，任期{row.term_years}年。",
            *([f"你会本届委员会任期到{_day(row.due_on)}届满，同意延期换届。"] if row.is_late else []),
            "选举结果及时报我会批准。",
        ]  # fmt: skip
    lines = [f"{number}、{point}" for number, point in zip("一二三四", points, strict=False)]
    return "\n".join([f"你会《{{title}}》（{{number}}）收悉。经{BLANK}（哪次会议）研究，批复如下。", *lines])


def _day(day: Any) -> str:
    return f"{day:%Y年%-m月%-d日}" if day else BLANK


def result(row: Reelection, seat: Seat) -> str:
    if row.state != "reported" or row.held_on is None:
        return ""
    body = (
        f"本会于{row.held_on:%Y年%-m月%-d日}召开会员（代表）大会，应到{row.expected}人，实到{row.attended}人，"
        f"以无记名投票选举产生新一届工会委员会。现将结果报告如下。\n一、选举结果\n{row.elected}"
    )
    return address("report", seat, row.union_id, title=f"关于{_matter(row)}结果的报告", body=body)


def founding_reply(row: Founding, seat: Seat) -> str:
    if row.state not in ("applied", "held"):
        return ""
    what = "成立工会" if row.state == "applied" else "工会选举结果"
    return address("reply", seat, row.union_id, addressee=row.employer_name or row.name,
                   answers_title=f"关于{what}的请示")  # fmt: skip
