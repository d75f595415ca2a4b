"""The running numbers of a union's papers within one series and year. Pure.

A number is used once: one that was withdrawn stays used, one that was passed over is shown as a gap.
"""

from collections.abc import Iterable

HIGHEST = 9999


def next_after(used: Iterable[int]) -> int:
    """The number that comes next: one after the highest, also where a gap lies below."""
    return max(used, default=0) + 1


def gaps(used: Iterable[int]) -> list[tuple[int, int]]:
    """The stretches of numbers below the highest that no paper bears, as (first, last)."""
    found, free = [], 1
    for number in sorted(set(used)):
        if number > free:
            found.append((free, number - 1))
        free = number + 1
    return found


def told(stretches: Iterable[tuple[int, int]]) -> str:
    """3号、5至7号."""
    return "、".join(f"{a}号" if a == b else f"{a}至{b}号" for a, b in stretches)


def written(series: str, year: int, number: int | str) -> str:
    """青工〔2026〕12号: hexagonal brackets, no leading zero, no 第 (GB/T 9704-2012, 7.2.5)."""
    return f"{series}〔{year}〕{number}号"
