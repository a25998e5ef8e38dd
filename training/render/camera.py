"""Where the phone is held: a pinhole view without any renderer in it."""

from dataclasses import dataclass

import numpy as np

from training.render.bodies import rotation
from training.render.product import Array


@dataclass(frozen=True)
class View:
    """A square picture taken from `eye` towards `target` (room metres), `field` radians wide, turned by `roll`."""

    eye: Array
    target: Array
    field: float
    roll: float

    @property
    def distance(self) -> float:
        """Metres from the eye to the target."""
        return float(np.linalg.norm(self.target - self.eye))

    def axes(self) -> Array:
        """Right, up and backward as rows (3, 3)."""
        back = (self.eye - self.target) / self.distance
        right = np.cross([0.0, 0.0, 1.0], back)
        right = right / np.linalg.norm(right)
        turn = rotation(back, self.roll)
        return np.stack([turn @ right, turn @ np.cross(back, right), back])

    def project(self, points: Array) -> Array:
        """Picture coordinates (n, 2) of room points (n, 3): 0..1 within the picture, (0, 0) top left."""
        local = (points - self.eye) @ self.axes().T
        depth = np.maximum(-local[:, 2], 1e-6) * 2 * np.tan(self.field / 2)
        return np.stack([0.5 + local[:, 0] / depth, 0.5 - local[:, 1] / depth], 1)


def frame(points: Array, azimuth: float, elevation: float, field: float, roll: float, fill: float) -> View:
    """The view from a direction (radians) in which the points' longer side fills the share `fill` of the picture."""
    low, high = points.min(0), points.max(0)
    target, distance = (low + high) / 2, float(np.linalg.norm(high - low)) * 1.5
    to_eye = np.array([np.cos(azimuth) * np.cos(elevation), np.sin(azimuth) * np.cos(elevation), np.sin(elevation)])
    view = View(target + to_eye * distance, target, field, roll)
    for _ in range(5):
        seen = view.project(points)
        middle = (seen.min(0) + seen.max(0)) / 2 - 0.5
        right, up, _ = view.axes()
        scale = 2 * np.tan(field / 2) * distance
        target = target + (right * middle[0] - up * middle[1]) * scale
        distance *= float(np.ptp(seen, axis=0).max()) / fill
        view = View(target + to_eye * distance, target, field, roll)
    return view


def shifted(view: View, right: float, up: float) -> View:
    """The view moved sideways by shares of the picture's width, so that things move the other way."""
    axes = view.axes()
    move = (axes[0] * right + axes[1] * up) * 2 * np.tan(view.field / 2) * view.distance
    return View(view.eye + move, view.target + move, view.field, view.roll)
