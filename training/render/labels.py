"""Ground truth of a photograph, from what the damage makers left behind and a few hundred rays."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import binary_closing, binary_dilation

from training.render.bodies import Caster
from training.render.product import Array
from training.render.wreck import Trace, Wreck

GRID = 128  # side of a mask in pixels

# the least share of the picture that must show the damage
_LEAST_AREA = {"crack": 0.0025, "scratch": 0.0025, "chip": 0.003}
_LEAST_AREA_ELSE = 0.008
_LEAST_VISIBLE = 0.35


@dataclass(frozen=True)
class Label:
    """A damage as it shows in the picture.

    `box` is (x0, y0, x1, y1) in 0..1 from the top left, `mask` (GRID, GRID), `visible` the share of the
    damage that is in sight, `area` the share of the picture that it takes.
    """

    type: str
    part: str
    box: tuple[float, float, float, float]
    mask: NDArray[np.bool_]
    visible: float
    area: float

    @property
    def clear(self) -> bool:
        """Whether a person would notice the damage."""
        return self.visible >= _LEAST_VISIBLE and self.area >= _LEAST_AREA.get(self.type, _LEAST_AREA_ELSE)


def label(wreck: Wreck, trace: Trace, caster: Caster) -> Label | None:
    """The label of a trace as the camera sees it; None if nothing of it is in the picture."""
    points = trace.points
    if len(points) < 8:
        return None
    places = wreck.view.project(points)
    inside = ((places > 0) & (places < 1)).all(1)
    slack = 0.012 * wreck.view.distance
    seen = np.array([ok and caster.sees(wreck.view.eye, p, slack) for ok, p in zip(inside, points, strict=True)])
    if seen.sum() < 5:
        return None
    mask = _splat(places[seen])
    rows, columns = np.nonzero(mask)
    box = (columns.min() / GRID, rows.min() / GRID, (columns.max() + 1) / GRID, (rows.max() + 1) / GRID)
    # the half of a solid thing that looks away can't be seen from anywhere
    share = float(seen.mean()) * (2.0 if trace.type in ("shattered", "bent", "missing_part") else 1.0)
    return Label(
        trace.type,
        trace.part,
        tuple(round(float(v), 4) for v in box),
        mask,
        min(share, 1.0),
        float(mask.mean()),
    )


def _splat(places: Array) -> NDArray[np.bool_]:
    mask = np.zeros((GRID, GRID), bool)
    cells = np.clip((places * GRID).astype(int), 0, GRID - 1)
    mask[cells[:, 1], cells[:, 0]] = True
    spread = np.sqrt(np.ptp(places, axis=0).prod() / len(places)) * GRID
    reach = int(np.clip(np.ceil(spread * 0.9), 1, 5))
    disc = np.hypot(*np.mgrid[-reach : reach + 1, -reach : reach + 1]) <= reach + 0.5
    padded = np.pad(mask, reach)
    closed = binary_closing(padded, disc)[reach:-reach, reach:-reach]
    grown: NDArray[np.bool_] = binary_dilation(closed, np.ones((2, 2))) if mask.sum() < 40 else closed
    return grown
