"""Where on the customer's photo something was seen: the mark that is drawn, and the same in words."""

from collections.abc import Sequence

from intake.claims.conversation import Mark
from intake.claims.model import Facts
from intake.ports import Wording
from intake.vision.types import Box, Damage, Finding, Observation

_COLUMNS, _ROWS = ("left", "middle", "right"), ("top", "middle", "bottom")


def damage_marks(
    facts: Facts, photos: Sequence[str], wording: Wording, language: str, damage: Damage | None = None
) -> tuple[Mark, ...]:
    """The place of `damage`, else of the best finding, on the photo that it was read off; none where none is known.

    `photos` are the ids of the case's photos, in the order in which they were looked at.
    """
    seen = facts.observation
    finding = _finding(seen, damage) if seen else None
    if seen is None or finding is None or finding.box is None or seen.damage_photo >= len(photos):
        return ()
    key = "mark.sure" if seen.surely_damaged else "mark.unsure"
    name = wording.say(f"damage.{finding.damage}", language)
    place = wording.say(f"place.{place_of(finding.box)}", language)
    return (Mark(photos[seen.damage_photo], finding.box, wording.say(key, language, damage=name, place=place)),)


def _finding(seen: Observation, damage: Damage | None) -> Finding | None:
    if not seen.sees_damage:
        return None
    wanted = damage or next(iter(seen.likely), None)
    return next((f for f in seen.findings if f.damage is wanted), seen.findings[0])


def place_of(box: Box) -> str:
    """Which ninth of the photo the middle of the box lies in: "top_left" to "bottom_right"; "middle" is the centre."""
    left, top, right, bottom = box
    row, column = _third((top + bottom) / 2, _ROWS), _third((left + right) / 2, _COLUMNS)
    return row if row == column else f"{row}_{column}"


def _third(share: float, names: Sequence[str]) -> str:
    return names[min(2, max(0, int(share * 3)))]
