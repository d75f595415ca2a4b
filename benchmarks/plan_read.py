"""`zhijia plan read` on an 8,000-character plan: the command with its start-up, and the parse alone; a text
of nothing but dated entries; and how the parse grows up to 200 pages."""

import datetime as dt
import itertools
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks import Figure
from zhijia.papers import Heading, Paper, Paragraph, ordinal, to_docx
from zhijia.planreader import read_file, read_text

CHARACTERS = 8_000
ROUNDS = 7
PAGES, CHARACTERS_A_PAGE = 200, 550
CHAPTERS = ["加强思想引领", "夯实基层组织", "维护职工权益", "做实帮扶服务", "开展劳动竞赛", "规范财务管理"]
DATED = [
    "3月15日前由组织部组织一次职工代表培训，参加人数不少于60人。",
    "5月至9月检查高温作业岗位的防暑措施，发现问题当场提出整改意见。",
    "每季度末由财务科公布一次经费收支情况。",
    "11月下旬举办职工技能比武，设焊工、钳工、电工三个工种。",
]
UNDATED = [
    "坚持把职工的需求作为工作的起点，走进车间和班组听取意见，能当场答复的当场答复，需要协调的列出清单逐条落实。",
    "发挥劳模和工匠的带动作用，支持他们在本单位建立创新工作室，把好的做法整理成册，供其他班组学习借鉴。",
    "推动企业建立健全民主管理制度，凡涉及职工切身利益的规章制度，都要经过职工代表大会讨论，听取各方面的意见。",
    "完善困难职工档案，做到情况清楚、标准统一、动态管理，让真正有困难的职工家庭及时得到帮助。",
    "加强与人力资源和社会保障部门的联系，共同做好集体协商的指导，引导企业与职工共商共建、互利共赢。",
]


def figures() -> Iterator[Figure]:
    document = to_docx(plan())
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "plan.docx"
        file.write_bytes(document)
        command = [Path(sys.executable).with_name("zhijia"), "plan", "read", file, "--json"]
        wall = seconds(lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL))
    yield Figure("zhijia plan read, 8,000 characters, with start-up", wall, "s", 0.3)
    read_file(document)  # the imports it makes on first use belong to the start-up
    yield Figure("of which the parse", 1000 * seconds(lambda: read_file(document)), "ms", 50)
    entries = dated(CHARACTERS)
    short = seconds(lambda: read_text(entries))
    yield Figure("parse of 8,000 characters of dated entries only", 1000 * short, "ms", 50)
    book = dated(PAGES * CHARACTERS_A_PAGE)
    long = seconds(lambda: read_text(book))
    growth = (long / len(book)) / (short / len(entries))
    yield Figure("time a character, 200 pages of such entries to 8,000 characters", growth, "times", 2)


def plan() -> Paper:
    """A plan of our own sentences: some sixty measures with a time among twice as many without one."""
    blocks: list[Heading | Paragraph] = []
    dated, undated = itertools.cycle(DATED), itertools.cycle(UNDATED)
    for number, chapter in enumerate(CHAPTERS, start=1):
        blocks.append(Heading(1, ordinal(1, number) + chapter))
        for part in itertools.count(1):
            if length(blocks) >= CHARACTERS * number / len(CHAPTERS):
                break
            blocks.append(Heading(2, f"{ordinal(2, part)}{chapter}的第{part}项工作"))
            blocks.append(Paragraph(next(undated) + next(dated) + next(undated)))
    return Paper("清河区总工会2026年工作计划", "清河区总工会", dt.date(2026, 1, 9), blocks=blocks)


def dated(characters: int) -> str:
    """A list of numbered entries, each with a time, no two alike."""
    lines = ["清河区总工会2026年工作计划"]
    length = 0
    while length < characters:
        number = len(lines)
        lines.append(f"{number}、第{number}项：{DATED[number % len(DATED)]}")
        length += len(lines[-1])
    return "\n".join(lines)


def words(block: Heading | Paragraph) -> str:
    return block.text if isinstance(block, Heading) else str(block.runs)


def length(blocks: list[Heading | Paragraph]) -> int:
    return sum(len(words(block)) for block in blocks)


def seconds(work: Callable[[], object]) -> float:
    """The median of some rounds."""
    taken = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken)
