"""Shares, means and percentiles that say "no data" where there is nothing to count."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import fmean, median


class Unit(StrEnum):
    COUNT = "count"
    SHARE = "share"  # 0..1
    HOURS = "hours"
    RATING = "rating"  # 1..5
    MONEY = "money"  # EUR


@dataclass(frozen=True)
class Figure:
    """One figure. `value` is None where there is no data; `of` is how many it was counted from."""

    unit: Unit
    value: float | None
    of: int


def count(number: int) -> Figure:
    return Figure(Unit.COUNT, number, number)


def share(found: Sequence[bool]) -> Figure:
    """The share of those that are true."""
    return Figure(Unit.SHARE, fmean(found) if found else None, len(found))


def mean(values: Sequence[float], unit: Unit) -> Figure:
    return Figure(unit, fmean(values) if values else None, len(values))


def middle(values: Sequence[float], unit: Unit) -> Figure:
    """The median; of an even number the mean of the two in the middle."""
    return Figure(unit, median(values) if values else None, len(values))


def percentile95(values: Sequence[float], unit: Unit) -> Figure:
    """The smallest value that at least 95 % don't exceed (nearest rank)."""
    rank = math.ceil(0.95 * len(values))
    return Figure(unit, sorted(values)[rank - 1] if values else None, len(values))
