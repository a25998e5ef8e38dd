"""A product on its way to being damaged: what stands where, what the camera sees, what has happened to it."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from training.render.bodies import Body, Caster
from training.render.camera import View
from training.render.clutter import Thing
from training.render.decals import SIZE, Drawing
from training.render.product import Array, Material


class NoSpot(Exception):
    """The camera sees no place where the damage could be."""


@dataclass(frozen=True)
class Trace:
    """Where a damage is: points (n, 3) in room metres that a viewer would have to see."""

    type: str
    part: str
    points: Array


@dataclass(frozen=True)
class Decal:
    """A drawing that lies on body faces by their `decal_uv`; `width` metres wide."""

    drawing: Drawing
    width: float


@dataclass(frozen=True)
class Spot:
    """A visible place on a body's surface with its outward normal."""

    body: Body
    place: Array
    normal: Array
    extent: float  # metres across of the surface around it that faces the same way


@dataclass
class Wreck:
    """The state that damage makers change; `company` and `props` stand around it and are never damaged."""

    bodies: list[Body]
    materials: dict[str, Material]
    view: View
    rng: np.random.Generator
    traces: list[Trace] = field(default_factory=list)
    decals: list[Decal] = field(default_factory=list)
    company: list[Body] = field(default_factory=list)  # whose materials are under the name of their texture
    props: list[Thing] = field(default_factory=list)
    sun: Array | None = None  # the direction of a low sun, unit, from the product

    @property
    def size(self) -> float:
        """The diagonal of everything there is, in metres."""
        points = np.concatenate([body.vertices for body in self.bodies])
        return float(np.linalg.norm(np.ptp(points, axis=0)))

    def named(self, names: Iterable[str]) -> list[Body]:
        """The bodies with these names.

        Raises:
            NoSpot: there is none.
        """
        wanted = set(names)
        found = [body for body in self.bodies if body.name in wanted]
        if not found:
            raise NoSpot(f"no part of {sorted(wanted)}")
        return found

    def replace(self, old: Body, new: Iterable[Body]) -> None:
        """Puts other bodies in the place of one."""
        self.bodies = [body for body in self.bodies if body is not old] + list(new)

    def visible_spot(self, names: Iterable[str], slant: float = 0.3) -> Spot:
        """The roomiest of a few random places on the named parts that look at the camera.

        Raises:
            NoSpot: nothing of the parts can be seen.
        """
        caster, spots = Caster(self.bodies), []
        bodies = self.named(names)
        surfaces = [(body, *body.normals_and_areas()) for body in bodies]
        weights = [self._weights(body, normals, areas, slant) for body, normals, areas in surfaces]
        total = np.array([weight.sum() for weight in weights])
        if total.sum() <= 0:
            raise NoSpot("the part faces away")
        for _ in range(40):
            index = int(self.rng.choice(len(bodies), p=total / total.sum()))
            body, normals, areas = surfaces[index]
            face = int(self.rng.choice(len(areas), p=weights[index] / total[index]))
            place = self.rng.dirichlet((2, 2, 2)) @ body.vertices[body.faces[face]]
            if caster.sees(self.view.eye, place, self.view.distance * 0.004):
                agreeing = normals @ normals[face] > 0.5
                spots.append(Spot(body, place, normals[face], self._extent(body, place, agreeing)))
            if len(spots) == 5:
                break
        if not spots:
            raise NoSpot("the part is hidden")
        return max(spots, key=lambda spot: self._room(spot))

    def _weights(self, body: Body, normals: Array, areas: Array, slant: float) -> Array:
        to_eye = self.view.eye - body.centroids
        to_eye /= np.linalg.norm(to_eye, axis=1)[:, None]
        weights: Array = areas * np.clip((normals * to_eye).sum(1) - slant, 0, 1) * ~body.raw
        return weights

    @staticmethod
    def _extent(body: Body, place: Array, agreeing: NDArray[np.bool_]) -> float:
        corners = body.vertices[np.unique(body.faces[agreeing])]
        return float(np.median(np.linalg.norm(corners - place, axis=1))) * 2 if len(corners) else 0.0

    def _room(self, spot: Spot) -> float:
        centre = spot.body.vertices.mean(0)
        facing = spot.normal @ (self.view.eye - spot.place) / np.linalg.norm(self.view.eye - spot.place)
        off_middle = np.linalg.norm(spot.place - centre) / max(np.ptp(spot.body.vertices, axis=0).max(), 1e-6)
        return float(facing) - 0.8 * float(off_middle)

    def paint(self, spot: Spot, drawing: Drawing, width: float, through: bool = False) -> Array:
        """Projects a drawing `width` metres wide onto a body at a spot; returns points (n, 3) that it covers.

        `through` also reaches faces that look the other way, as the inner side of cloth.
        """
        body, normal = spot.body, spot.normal
        along = np.cross(normal, [0.0, 0.0, 1.0] if abs(normal[2]) < 0.9 else [0.0, 1.0, 0.0])
        along /= np.linalg.norm(along)
        axes = np.stack([along, np.cross(normal, along)])
        facing = body.normals_and_areas()[0] @ normal
        deep = np.abs((body.centroids - spot.place) @ normal)
        within = deep < (0.12 if through else 0.4) * width
        reached = (np.abs(facing) > 0.2 if through else facing > 0.12) & within & ~body.raw
        uv = (body.vertices - spot.place) @ axes.T / width + 0.5
        uv = np.where(reached[:, None, None], uv[body.faces], -9.0)
        body.decal_uv[len(self.decals)] = uv
        self.decals.append(Decal(drawing, width))
        return self._covered(spot, drawing, width, axes)

    def _covered(self, spot: Spot, drawing: Drawing, width: float, axes: Array) -> Array:
        rows, columns = np.nonzero(drawing.mask > 0.35)
        if not len(rows):
            return np.empty((0, 3))
        chosen = self.rng.choice(len(rows), min(700, len(rows)), replace=False)
        uv = np.stack([columns[chosen] + 0.5, SIZE - rows[chosen] - 0.5], 1) / SIZE - 0.5
        caster, points = Caster([spot.body]), []
        for origin in spot.place + uv @ axes * width + spot.normal * width * 0.4:
            hit = caster.first_hit(origin, -spot.normal, width * 0.8)
            if hit and hit[1] @ spot.normal > 0.12:
                points.append(hit[0])
        return np.array(points).reshape(-1, 3)
