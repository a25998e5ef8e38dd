"""The evaluation as one HTML file that a person can read: tables, confusion, worst photos, risk against coverage."""

import base64
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from intake.calibration import Pairs, names_damage
from intake.evaluation import Point, Report, risk_coverage, shown
from intake.labels import PRODUCT, Labelled
from intake.templates import environment
from intake.vision.confidence import Calibration
from intake.vision.photos import open_photo, to_jpeg
from intake.vision.types import Damage, Observation

WORST = 24  # photos that are shown
PICTURE = 240  # pixels of their longer side
_WIDTH, _HEIGHT, _TOP_RISK = 560, 300, 0.25  # of the plot; errors above stay at its upper edge
COLOURS = {"product": "#2f6f4f", "damage": "#a1355c", "both": "#1f4e8c"}


@dataclass(frozen=True)
class Mistake:
    """A photo that was read wrong: `sureness` is how probable the wrong answer seemed, 0..1."""

    photo: Labelled
    seen: Observation
    what: str
    sureness: float

    @property
    def picture(self) -> str:
        """The photo as a data address, so that the report is one file."""
        jpeg = to_jpeg(open_photo(self.photo.file.read_bytes()), PICTURE, quality=72)
        return f"data:image/jpeg;base64,{base64.b64encode(jpeg).decode()}"


def page(report: Report, pairs: Pairs, limits: Calibration) -> str:
    """The whole report as HTML; it needs no network and no other file."""
    template = environment(Path(__file__).resolve().parent, {"shown": shown}).get_template("evaluation_page.html")
    return template.render(
        report=report,
        limits=limits,
        curves={name: plotted(points) for name, points in risk_coverage(pairs).items()},
        colours=COLOURS,
        size=(_WIDTH, _HEIGHT),
        top_risk=_TOP_RISK,
        damages=confusion(pairs),
        products=mixed_up(pairs),
        worst=worst(pairs),
    )


def plotted(points: Sequence[Point]) -> str:
    """Points of an SVG line: coverage to the right, error upwards."""
    places = ((p.coverage * _WIDTH, _HEIGHT * (1 - min(p.risk, _TOP_RISK) / _TOP_RISK)) for p in points)
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in places)


def confusion(pairs: Pairs) -> tuple[list[Damage], list[tuple[Damage, list[int]]]]:
    """Types, and for each true type how often which was read; intact where no damage was likelier."""
    counts: Counter[tuple[Damage, Damage]] = Counter()
    for photo, seen in pairs:
        if photo.damages is not None:
            read = seen.findings[0].damage if seen.sees_damage else Damage.INTACT
            counts.update((truth, read) for truth in photo.truth)
    types = [damage for damage in Damage if any(damage in pair for pair in counts)]
    return types, [(truth, [counts[truth, read] for read in types]) for truth in types]


def mixed_up(pairs: Pairs) -> list[tuple[str, str, int]]:
    """Product, what it was taken for, and how often; most frequent first."""
    counts = Counter((p.sku, o.products[0].sku) for p, o in pairs if p.kind == PRODUCT and o.products[0].sku != p.sku)
    return [(truth, read, times) for (truth, read), times in counts.most_common(20)]


def worst(pairs: Pairs) -> list[Mistake]:
    """The mistakes that seemed surest."""
    found = [mistake for photo, seen in pairs for mistake in _mistakes(photo, seen)]
    return sorted(found, key=lambda mistake: -mistake.sureness)[:WORST]


def _mistakes(photo: Labelled, seen: Observation) -> list[Mistake]:
    found = []
    best = seen.products[0]
    if photo.kind == PRODUCT and best.sku != photo.sku:
        found.append(Mistake(photo, seen, f"{photo.sku} taken for {best.sku}", best.score))
    if photo.damages is None:
        return found
    truth = ", ".join(sorted(photo.truth))
    if not photo.damages and seen.sees_damage:
        found.append(Mistake(photo, seen, f"intact taken for {seen.findings[0].damage}", seen.damaged))
    elif photo.damages and not seen.sees_damage:
        found.append(Mistake(photo, seen, f"{truth} not seen", 1 - seen.damaged))
    elif seen.damage_sure and not names_damage(photo, seen):
        found.append(Mistake(photo, seen, f"{truth} taken for {', '.join(seen.likely)}", seen.findings[0].probability))
    elif photo.damages and seen.findings[0].damage not in photo.damages:
        found.append(Mistake(photo, seen, f"{truth} taken for {seen.findings[0].damage}", seen.findings[0].probability))
    return found
