"""What a plan's headings gather: from the words of a heading to areas A–M. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .suggest import areas_heard, plain

SECTIONS = (
    ("思想引领与宣传教育", ("I",)),
    ("组织建设与会员发展", ("A", "B")),
    ("民主管理与公开", ("D",)),
    ("维权与劳动安全", ("E", "F")),
    ("帮扶慰问与生活保障", ("G",)),
    ("建功立业与技能素质", ("H",)),
    ("文体活动", ("J",)),
    ("女工、经费与自身建设", ("C", "K", "L", "M")),
)
"""The standard eight sections of a summary. What no section gathers goes under OTHER."""

OTHER = "其他工作"

WORDS = {
    "AB": "组织建设 基层组织 工会组织 组织网络 组织体系 扩大覆盖 覆盖面 建会 组建工作 组建工会 工会组建 强基 夯实基础",
    "A": "换届 干部队伍 工会干部 队伍建设 组织机构 改选 工会小组",
    "B": "会员发展 发展会员 会员服务 会员队伍 会员管理 入会 会籍",
    "C": "职工之家 教工之家 教师之家 建家 之家 小家 阵地建设 服务阵地 规范化",
    "D": "民主管理 民主 公开 职代会 教代会 主人翁 话语权 参政议政 源头参与 提案 决策",
    "Ef": "维权 合法权益 权益维护 权益保障 维护职工 维护职能 依法维护 劳动者权益",
    "E": "劳动关系 集体协商 集体合同 工资协商 劳动争议 法律援助 法律服务 和谐企业",
    "F": "劳动保护 劳动安全 安全生产 安全 职业健康",
    "G": "帮扶 慰问 送温暖 关爱 服务职工 普惠 困难 济困 扶贫 生活 福利 献爱心 排忧解难 实事 疗养 疗休养 暖心 关心",
    "H": "建功立业 竞赛 技能 劳模 工匠 技术创新 创新创效 主力军 人才 先锋号 立足岗位 岗位 评选 先进 职业生涯 产业工人 "
    "经济指标 业务水平 素质 群体创优 劳动光荣 战略目标 智慧和力量 创造力",
    "I": "思想引领 思想政治 政治引领 宣传教育 宣传 思想 学习 精神文明 师德 理论武装 职业道德 教育职能 文明 书香 引领 "
    "以德治校 发展观",
    "J": "文体 文化建设 文化生活 文化 娱乐 体育 体协 文艺 兴趣小组 健身 活动氛围 快乐氛围 联谊 文娱 丰富多彩 工会活动",
    "K": "女职工 女工 女教工 女教师 巾帼 妇女 青年 退休 离退休",
    "L": "经费 财务 资产 经审 财经",
    "Mcl": "自身建设 自身素质",
    "M": "效能建设 制度建设 作风建设 调查研究 信息工作 目标考核",
    "m": "工作方法 日常管理",
}
"""Areas by the words of a heading. A capital claims the area, a small letter takes it if no other heading does."""

HALF_WIDTH = str.maketrans(",;:!?()", "，；：！？（）")
PREAMBLE = re.compile(
    r"(指导思想|总体要求|指导原则|基本原则|工作思路|总体思路|总体目标|工作目标|目标任务|工作要求|几点要求|和|及|与)+\Z"
)
SCHEDULE = re.compile(
    r"安排|日程|进度|时间表|月份\Z|季度\Z|[一二三四五六七八九十元\d]+月"
    r"|\A(主要|重点)?(工作|任务|活动)(重点|要点|任务|措施|内容)?\Z"
)
CLAIM, TAKE = 3.0, 1.0


def areas_for(title: str, words: Sequence[str] = ()) -> list[str]:
    """Areas a heading gathers, strongest first: from its own words, else from what its tasks are about.

    A preamble (指导思想) and a schedule (每月工作安排) gather none: their tasks belong to areas, not to them.
    """
    strengths = _strengths(title, words)
    return sorted(strengths, key=lambda area: (-strengths[area], area))


def share_out(headings: Sequence[tuple[str, Sequence[str]]]) -> list[list[str]]:
    """Areas for all headings of a plan at once, each area under one heading only.

    A summary adds up what its sections gather, so an area under two headings would be reported twice. A claim
    beats a take, then the earlier heading wins. Give only headings that will be sections (one level of the plan,
    not a heading and its sub-headings). What no heading gathers belongs under OTHER.
    """
    claims = [_strengths(title, words) for title, words in headings]
    shares: list[list[str]] = [[] for _ in headings]
    for area in "ABCDEFGHIJKLM":
        best = max(
            range(len(claims)), key=lambda n: (min(claims[n].get(area, 0.0), TAKE + 1), -n), default=None
        )
        if best is not None and claims[best].get(area):
            shares[best].append(area)
    return shares


def full_width(title: str) -> str:
    """A heading typed with half-width marks as an official paper prints it; 1,500 and 9:30 stay."""
    return re.sub(r"(?<!\d)[,;:!?()]|[,;:!?()](?!\d)", lambda found: found[0].translate(HALF_WIDTH), title)


def _strengths(title: str, words: Sequence[str]) -> dict[str, float]:
    line = plain(title)
    if PREAMBLE.match(line):
        return {}
    strengths: dict[str, float] = {}
    heard = [(word, letters) for letters, listed in WORDS.items() for word in listed.split() if word in line]
    for word, letters in heard:
        if any(word != other and word in other for other, _ in heard):
            continue
        for letter in letters:
            weight = CLAIM if letter.isupper() else TAKE
            earlier = 1 - line.find(word) / (10 * len(line))
            strengths[letter.upper()] = max(strengths.get(letter.upper(), 0.0), weight * earlier)
    if strengths or SCHEDULE.search(line):
        return strengths
    told = areas_heard(words)
    total = sum(told.values())
    return {area: TAKE * count / total for area, count in told.items() if count / total >= 0.25}


def numbered(number: str, level: int) -> str:
    """A heading's number as a document writes it: 一、 at the top, （一） below; 1. and 第一章 as they are."""
    if not number:
        return ""
    if all(sign in "〇一二三四五六七八九十百" for sign in number):
        return f"{number}、" if level == 1 else f"（{number}）"
    return f"{number}." if number.replace(".", "").isdigit() else f"{number} "
