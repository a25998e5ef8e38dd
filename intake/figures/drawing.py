"""Plots as SVG geometry; the templates draw it. Everything in units of the view box."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from intake.figures.counting import Figure

WIDTH, HEIGHT = 560, 200
STEPS = 4  # lines across a plot


@dataclass(frozen=True)
class Line:
    """One series: `points` as (x, y) per value, None where there is no data."""

    key: str
    points: tuple[tuple[float, float] | None, ...]

    @property
    def pieces(self) -> list[str]:
        """Stretches without a gap, as SVG points."""
        pieces: list[list[str]] = [[]]
        for point in self.points:
            if point:
                pieces[-1].append(f"{point[0]:.1f},{point[1]:.1f}")
            else:
                pieces.append([])
        return [" ".join(piece) for piece in pieces if len(piece) > 1]


@dataclass(frozen=True)
class Plot:
    """Lines over names; `top` is the value at the upper edge."""

    names: tuple[str, ...]
    lines: tuple[Line, ...]
    top: float

    @property
    def grid(self) -> list[tuple[float, float]]:
        """(y, value) of each line across."""
        return [(HEIGHT * (1 - step / STEPS), self.top * step / STEPS) for step in range(STEPS + 1)]

    def x(self, place: int) -> float:
        return _x(place, len(self.names))


def lines(names: Sequence[str], series: Mapping[str, Sequence[Figure]]) -> Plot:
    """A plot of these series, each with one figure a name."""
    values = [figure.value for row in series.values() for figure in row if figure.value is not None]
    top = nice(max(values, default=0))
    drawn = (Line(key, tuple(_point(n, f, len(names), top) for n, f in enumerate(row))) for key, row in series.items())
    return Plot(tuple(names), tuple(drawn), top)


def nice(value: float) -> float:
    """The smallest of 1, 2, 4, 5 and 8 times a power of ten that isn't below the value."""
    if value <= 0:
        return 1
    power = math.pow(10, math.floor(math.log10(value)))
    return next(step * power for step in (1, 2, 4, 5, 8, 10) if step * power >= value * (1 - 1e-9))


def stacked(figures: Sequence[Figure]) -> list[tuple[float, float]]:
    """(start, width) in percent of bars side by side that make up a whole."""
    total = sum(figure.value or 0 for figure in figures)
    bars, start = [], 0.0
    for figure in figures:
        width = 100 * (figure.value or 0) / total if total else 0
        bars.append((start, width))
        start += width
    return bars


def _point(place: int, figure: Figure, count: int, top: float) -> tuple[float, float] | None:
    return None if figure.value is None else (_x(place, count), HEIGHT * (1 - figure.value / top))


def _x(place: int, count: int) -> float:
    return WIDTH * (place + 0.5) / max(count, 1)
