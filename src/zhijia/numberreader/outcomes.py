"""Checks of what came out against what went in: adopted of collected, settled of accepted, mended of found."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from zhijia.planreader.patterns import late

from .intervals import above, span
from .model import Problem
from .parts import problem_at
from .sheet import Sheet

# (what went in, what came of it, whether more cannot be): cases of last year may be closed in this one, and one
# notice may be printed by three papers, so there more deserves a look only.
_OUT_OF = (
    (late(r"应[到检建签参查保交缴收发]"), late(r"实[到检建签参查收际]|出席|到会|已[建检签缴]"), True),
    (late(r"发出|发放"), late(r"收回|回收"), True),
    (late(r"查出|排查|发现"), late(r"已?整改|化解|消除"), True),
    (late(r"征集|收集|收到|提出|献计|申报"), late(r"采纳|采用|立案|立项|获评|入选"), True),
    (late(r"调处|调解|受理"), late(r"(?:调解|化解|处理)成功|成功(?:调解|化解|处理|$)|调成"), True),
    (late(r"报名"), late(r"录取|到会|出席"), True),
    (late(r"受理|立案|接到|收到|征集"), late(r"办结|审结|结案|答复|办理完"), False),
    (late(r"报送|上报|投稿|编发"), late(r"采用|刊发|录用"), False),
)
_CARRIED = late(r"上年|去年|结转|往年|历年|跨年|遗留|存量")
# what may stand beside the verb without naming another thing (被采纳, 督促整改, 收回有效问卷)
_PLAIN = late(
    r"已|被|均|全部|其中|督促|限期|及时|有效|共|并|经|现场|当场|最终|成功|实际|上级|媒体|职工|企业|单位|和|[了的得]"
)
_NO_COUNT = ("target", "forecast", "growth", "average", "new")
_WORDS_BACK = 20  # in which 结转 may stand before the first of the two, and as many on behind the second


def of_outcomes(sheet: Sheet) -> Iterator[Problem]:
    """征集建议211条，采纳225条: more came out than the nearest figure of its kind that went in."""
    for sentence in sheet.sentences:
        counted = [i for i in sentence if sheet.numbers[i].role not in _NO_COUNT]
        for out in counted:
            came = sheet.lead(out)
            for into, from_, certain in _OUT_OF:
                if not from_.search(came):
                    continue
                before = (j for j in sheet.before(out, counted) if sheet.alike(j, out))
                put = next((j for j in before if into.search(sheet.lead(j))), None)
                if put is None or not _of_one_thing(sheet.lead(put), _PLAIN.sub("", from_.sub("", came))):
                    continue
                if problem := _more_out(sheet, put, out, certain):
                    yield problem
                    break


def _of_one_thing(went: str, named: str) -> bool:
    """征集微心愿85个，立项民生项目90个 are two things: what came out is named, and not what went in."""
    return len(named) < 2 or any(a + b in went for a, b in pairwise(named))


def _more_out(sheet: Sheet, put: int, out: int, certain: bool) -> Problem | None:
    a, b = sheet.numbers[put], sheet.numbers[out]
    around = sheet.text[max(a.sentence[0], a.start - _WORDS_BACK) : b.end + _WORDS_BACK]
    if not above(span(b), span(a)) or _CARRIED.search(around):
        return None
    why = f"“{sheet.lead(out)}{b.text}”比“{sheet.lead(put)}{a.text}”还多。"
    # behind ；another matter may have begun
    return problem_at(
        "part_above_whole", sheet, (put, out), why, certain and ";" not in sheet.between(put, out)
    )
