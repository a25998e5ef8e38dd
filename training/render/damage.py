"""Makes every damage type on any product."""

from collections.abc import Callable, Sequence

import numpy as np
from scipy.spatial import cKDTree

from training.render import decals, deform, fracture, retail
from training.render.bodies import Body, Caster, resting, rotation
from training.render.decals import Drawing
from training.render.noise import waves
from training.render.product import Array, Material
from training.render.wreck import NoSpot, Spot, Trace, Wreck

FILLING = Material("fabric", (0.9, 0.88, 0.83), roughness=1.0)
_DRAWINGS: dict[str, tuple[Callable[[np.random.Generator, Material, float], Drawing], float, float]] = {
    "crack": (decals.crack, 0.8, 1.5),
    "scratch": (decals.scratch, 0.7, 1.1),
    "stain": (decals.stain, 0.6, 1.05),
    "burn": (decals.burn, 0.6, 1.05),
    "water_damage": (decals.water_damage, 0.85, 1.3),
}  # drawing, and the range of its width as a share of the surface that it lies on


def inflict(wreck: Wreck, damage: str, parts: Sequence[str]) -> None:
    """Damages a product and records the trace.

    Raises:
        NoSpot: the camera couldn't see it there.
        fracture.CannotBreak: the mesh can't be cut.
    """
    _MAKERS[damage](wreck, damage, parts)


def _line_width(wreck: Wreck, width: float, share: float) -> float:
    metres = share * wreck.size * wreck.rng.uniform(0.8, 1.3)
    return float(np.clip(metres / width * decals.SIZE, 2.0, 14))


def _surface_width(wreck: Wreck, spot: Spot, low: float, high: float) -> float:
    width = spot.extent * wreck.rng.uniform(low, high)
    return float(np.clip(width, 0.12 * wreck.size, 0.75 * wreck.size))


def _paint(wreck: Wreck, damage: str, parts: Sequence[str]) -> None:
    draw, low, high = _DRAWINGS[damage]
    spot = wreck.visible_spot(parts)
    width = _surface_width(wreck, spot, low, high)
    material = wreck.materials[spot.body.material]
    share = wreck.rng.uniform(0.0045, 0.0075) if damage == "crack" else 0.005
    drawing = draw(wreck.rng, material, _line_width(wreck, width, share))
    wreck.traces.append(Trace(damage, spot.body.name, wreck.paint(spot, drawing, width)))


def _tear(wreck: Wreck, damage: str, parts: Sequence[str]) -> None:
    spot = wreck.visible_spot(parts, 0.45)
    width = _surface_width(wreck, spot, 0.55, 0.85)
    material = wreck.materials[spot.body.material]
    if material.kind == "paper":
        drawing = decals.torn_board(wreck.rng, material, 3.0)
        wreck.traces.append(Trace(damage, spot.body.name, wreck.paint(spot, drawing, width)))
        return
    drawing = decals.tear(wreck.rng, material, 3.0)
    behind = spot.place - spot.normal * 0.03 * width
    hit = Caster([spot.body]).first_hit(behind, -spot.normal, width * 2)
    points = wreck.paint(spot, drawing, width, through=True)
    wreck.traces.append(Trace(damage, spot.body.name, points))
    # the way inwards ends at the inside of the far wall if the body is solid there, not a thin sheet
    if hit and hit[1] @ spot.normal < 0 and np.linalg.norm(hit[0] - spot.place) > 0.1 * width:
        wreck.materials["filling"] = FILLING
        wreck.bodies.append(_filling(spot, width))


def _filling(spot: Spot, width: float) -> Body:
    """The stuffing that shows in a hole: the surface around it once more, lower and lumpier."""
    body = spot.body
    near = np.linalg.norm(body.centroids - spot.place, axis=1) < width * 0.8
    near &= body.normals_and_areas()[0] @ spot.normal > 0.2
    offset = body.vertices - spot.place
    lump = 0.02 * width * waves(body.vertices, 7, 16 / width, 3)
    edge = np.clip(np.linalg.norm(offset, axis=1) / width * 2 - 0.2, 0, 1)
    sunk = body.vertices - spot.normal * (0.05 * width + lump + 0.05 * width * edge)[:, None]
    return Body("filling", sunk, body.faces[near], body.uv[near], "filling", 180.0, body.raw[near])


def _dent(wreck: Wreck, damage: str, parts: Sequence[str]) -> None:
    spot = wreck.visible_spot(parts, 0.25)
    radius = float(np.clip(spot.extent * wreck.rng.uniform(0.32, 0.55), 0.07 * wreck.size, 0.24 * wreck.size))
    depth = radius * wreck.rng.uniform(0.36, 0.52)
    seed = int(wreck.rng.integers(1e9))
    dented, moved = deform.dent(spot.body, spot.place, -spot.normal, radius, depth, seed)
    wreck.replace(spot.body, [dented])
    deep = moved[dented.faces].mean(1) > 0.15 * depth
    near = deep & (dented.normals_and_areas()[0] @ spot.normal > 0)
    wreck.traces.append(Trace(damage, dented.name, dented.sample(wreck.rng, 500, near)))
    bottom = spot.place - spot.normal * depth
    width = radius * 3.6
    drawing = decals.scuff(wreck.rng, wreck.materials[dented.material], _line_width(wreck, width, 0.004))
    wreck.paint(Spot(dented, bottom, spot.normal, spot.extent), drawing, width)


def _chip(wreck: Wreck, damage: str, parts: Sequence[str]) -> None:
    bodies = wreck.named(parts)
    body = bodies[int(wreck.rng.integers(len(bodies)))]
    diagonal = float(np.linalg.norm(np.ptp(body.vertices, axis=0)))
    radius = float(np.clip(diagonal * wreck.rng.uniform(0.085, 0.14), 0.005, 0.055))
    place, outward = _rim(wreck, body, radius)
    broken = fracture.chip(body, place, outward, radius, wreck.rng)
    wreck.replace(body, [broken])
    wreck.traces.append(Trace(damage, body.name, broken.sample(wreck.rng, 400, broken.raw)))


def _rim(wreck: Wreck, body: Body, radius: float) -> tuple[Array, Array]:
    """A place where the body sticks out towards the camera, and the way it does so."""
    normals, areas = body.normals_and_areas()
    to_eye = wreck.view.eye - body.centroids
    to_eye /= np.linalg.norm(to_eye, axis=1)[:, None]
    weight = areas * ((normals * to_eye).sum(1) > 0.1) * (body.centroids[:, 2] > radius * 0.6)
    if weight.sum() <= 0:
        raise NoSpot("the part faces away")
    chosen = wreck.rng.choice(len(areas), 260, p=weight / weight.sum())
    caster = Caster(wreck.bodies)
    slack = wreck.view.distance * 0.004
    seen = [k for k in chosen if caster.sees(wreck.view.eye, body.centroids[k], slack)]
    if not seen:
        raise NoSpot("the part is hidden")
    places = body.centroids[seen]
    stick = fracture.exposure(body, places, radius * 1.3, wreck.rng)
    toward = places @ to_eye[seen[0]]
    score = stick + 0.25 * (toward - toward.min()) / max(float(np.ptp(toward)), 1e-6)
    if stick.max() < 0.18:
        raise NoSpot("no edge is in sight that could chip")
    best = int(wreck.rng.choice(np.argsort(np.where(stick > 0.18, score, -1.0))[-min(8, int((stick > 0.18).sum())) :]))
    surface = body.sample(wreck.rng, 6000)
    near = surface[np.linalg.norm(surface - places[best], axis=1) < radius * 1.3]
    outward = places[best] - near.mean(0) if len(near) else normals[seen[best]]
    return places[best], outward / max(float(np.linalg.norm(outward)), 1e-9)


def _shattered(wreck: Wreck, damage: str, parts: Sequence[str]) -> None:
    bodies = wreck.named(parts)
    if wreck.materials[bodies[0].material].kind == "screen":
        _shatter_screen(wreck, damage, bodies[0])
    else:
        _shatter_body(wreck, damage, max(bodies, key=lambda body: float(np.ptp(body.vertices, axis=0).prod())))


def _shatter_screen(wreck: Wreck, damage: str, screen: Body) -> None:
    spot = wreck.visible_spot([screen.name], 0.2)
    facing = screen.normals_and_areas()[0] @ spot.normal > 0.7
    corners = screen.vertices[np.unique(screen.faces[facing])]
    middle = (corners.min(0) + corners.max(0)) / 2
    width = float(np.linalg.norm(np.ptp(corners, axis=0))) * 0.95
    drawing = decals.shattered_screen(wreck.rng, FILLING, _line_width(wreck, width, 0.0045))
    points = wreck.paint(Spot(screen, middle, spot.normal, width), drawing, width)
    wreck.traces.append(Trace(damage, screen.name, points))


def _shatter_body(wreck: Wreck, damage: str, body: Body) -> None:
    spot = wreck.visible_spot([body.name], 0.1)
    shards = fracture.shatter(body, spot.place, int(wreck.rng.integers(4, 9)), wreck.rng)
    if len(shards) < 2:
        raise fracture.CannotBreak("one piece only")
    middle = body.vertices.mean(0)
    extent = np.ptp(body.vertices, axis=0)
    flat = extent[2] < 0.35 * max(extent[0], extent[1])
    standing = max(shards, key=lambda shard: -shard.vertices[:, 2].min() * 4 + np.ptp(shard.vertices, axis=0).sum())
    for shard in shards:
        if shard is standing:
            continue
        away = (shard.vertices.mean(0) - middle) * [1, 1, 0] + wreck.rng.normal(size=3) * [
            1,
            1,
            0,
        ] * 0.02 * wreck.size
        away /= max(float(np.linalg.norm(away)), 1e-9)
        if flat:
            _slide(wreck, shard, (shard.vertices.mean(0) - middle) * [1, 1, 0] * wreck.rng.uniform(0.1, 0.35))
        else:
            _drop(wreck, shard, middle, away, float(max(extent[0], extent[1])))
    _lay_down_above(wreck, body)
    wreck.replace(body, shards)
    points = [shard.sample(wreck.rng, 160, shard.raw) for shard in shards]
    points += [shard.sample(wreck.rng, 90) for shard in shards if shard is not standing]
    wreck.traces.append(Trace(damage, body.name, np.concatenate(points)))


def _slide(wreck: Wreck, shard: Body, move: Array) -> None:
    pivot = shard.vertices.mean(0)
    turn = rotation(np.array([0, 0, 1.0]), wreck.rng.normal() * 0.08)
    shard.vertices = (shard.vertices - pivot) @ turn.T + pivot + move


def _drop(wreck: Wreck, shard: Body, middle: Array, away: Array, extent: float) -> None:
    tumbled = (shard.vertices - shard.vertices.mean(0)) @ rotation(
        wreck.rng.normal(size=3), wreck.rng.uniform(0, 3)
    ).T  # fmt: skip
    lying = tumbled @ resting(tumbled).T
    lying[:, 2] -= lying[:, 2].min()
    reach = extent * wreck.rng.uniform(0.6, 0.95) + float(np.abs(lying[:, :2]).max()) * 0.5
    shard.vertices = lying + (middle * [1, 1, 0]) + away * reach


def _lay_down_above(wreck: Wreck, broken: Body) -> None:
    """What stood on a broken part lies beside it."""
    top = broken.vertices[:, 2].min() + 0.55 * np.ptp(broken.vertices[:, 2])
    for body in wreck.bodies:
        if body is not broken and body.vertices[:, 2].mean() > top:
            away = wreck.rng.normal(size=3) * [1, 1, 0]
            extent = float(np.ptp(broken.vertices[:, :2], axis=0).max())
            _drop(wreck, body, broken.vertices.mean(0), away / np.linalg.norm(away), extent)


def _missing(wreck: Wreck, damage: str, parts: Sequence[str]) -> None:
    bodies = wreck.named(parts)
    body = bodies[int(wreck.rng.integers(len(bodies)))]
    others = [other for other in wreck.bodies if other is not body]
    stumps: list[Body] = []
    if wreck.materials[body.material].kind in ("ceramic", "glass", "wood"):
        stumps = _stumps(wreck, body, others)
    wreck.replace(body, stumps)
    points = [body.sample(wreck.rng, 500), *(stump.sample(wreck.rng, 60, stump.raw) for stump in stumps)]
    wreck.traces.append(Trace(damage, body.name, np.concatenate(points)))


def _stumps(wreck: Wreck, body: Body, others: list[Body]) -> list[Body]:
    """What stays of a part that broke off where it meets the others; nothing if it can't be cut."""
    surface = np.concatenate([other.sample(wreck.rng, 5000) for other in others])
    points = body.sample(wreck.rng, 2500)
    distance = cKDTree(surface).query(points)[0]
    length = float(np.ptp(points, axis=0).max())
    touching = points[distance < 0.045 * length]
    if len(touching) < 8:
        return []
    try:
        return fracture.stumps(body, touching, length * wreck.rng.uniform(0.09, 0.16), wreck.rng)
    except fracture.CannotBreak:
        return []


def _bent(wreck: Wreck, damage: str, parts: Sequence[str]) -> None:
    bodies = wreck.named(parts)
    others = [body for body in wreck.bodies if not any(body is other for other in bodies)]
    points = np.concatenate([body.vertices for body in bodies])
    spread, axes = np.linalg.svd(points - points.mean(0), full_matrices=False)[1:]
    to_eye = wreck.view.eye - points.mean(0)
    if abs(axes[0] @ to_eye) > 0.85 * np.linalg.norm(to_eye):
        raise NoSpot("what would bend points at the camera")
    if spread[2] < 0.25 * spread[1]:
        towards = axes[2] * (1 if axes[2][2] > 0.1 or (abs(axes[2][2]) <= 0.1 and axes[2] @ to_eye > 0) else -1)
    else:
        towards = np.cross(to_eye, axes[0]) * wreck.rng.choice([-1, 1])
    rest = np.concatenate([body.vertices for body in others]) if others else None
    where = wreck.rng.uniform(0.25, 0.45) if others else wreck.rng.uniform(0.42, 0.6)
    bent = deform.bend(bodies, rest, towards, np.radians(wreck.rng.uniform(30, 65)), where)
    for old, new in zip(bodies, bent, strict=True):
        wreck.replace(old, [new])
    _settle(wreck, turn=not others)
    points = np.concatenate([body.sample(wreck.rng, 500 // len(bent)) for body in wreck.named(parts)])
    wreck.traces.append(Trace(damage, bent[0].name, points))


def _settle(wreck: Wreck, turn: bool) -> None:
    points = np.concatenate([body.vertices for body in wreck.bodies])
    tilt = resting(points) if turn else np.eye(3)
    low = float((points @ tilt.T)[:, 2].min())
    if turn or low < 0:
        for body in wreck.bodies:
            body.vertices = body.vertices @ tilt.T - [0, 0, low]


def _crushed(wreck: Wreck, damage: str, parts: Sequence[str]) -> None:
    del parts
    (box,) = wreck.named(["box"])
    to_eye = wreck.view.eye - box.vertices.mean(0)
    side = np.sign(to_eye[:2]) * np.abs(box.vertices[:, :2]).max(0)
    choices = [
        np.array([side[0], side[1] * y, np.ptp(box.vertices[:, 2]) * wreck.rng.uniform(0.7, 1.0)]) for y in (1, -1)
    ]
    corner = choices[int(wreck.rng.integers(2))]
    crushed, moved = retail.crush(box, corner, wreck.rng)
    wreck.replace(box, [crushed])
    pressed = moved[crushed.faces].mean(1) > 0.12 * moved.max()
    wreck.traces.append(Trace(damage, "box", crushed.sample(wreck.rng, 600, pressed)))


_MAKERS: dict[str, Callable[[Wreck, str, Sequence[str]], None]] = {
    **dict.fromkeys(_DRAWINGS, _paint),
    "tear": _tear, "dent": _dent, "chip": _chip, "shattered": _shattered,
    "missing_part": _missing, "bent": _bent, "crushed": _crushed,
}  # fmt: skip
