"""The papers of a re-election and a founding (A04, A07), begun from the case: request, reply, report of the result."""

from zhijia.kernel.scope import Seat
from zhijia.letters.starts import address
from zhijia.org.models import Founding, Reelection


def _matter(row: Reelection) -> str:
    return f"第{row.session_no}届工会委员会换届选举"


def request(row: Reelection, seat: Seat) -> str:
    if row.state not in ("asked", "returned"):
        return ""
    late = f"\n三、延期原因\n{row.late_reason}。" if row.late_reason else ""
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
    return address("reply", seat, seat.union_id, addressee=row.union.name, answers_title=title,
                   answers_number=row.request_no if row.state == "asked" else row.reported_no)  # fmt: skip


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
