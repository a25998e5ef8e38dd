"""How the subject is put down and from where it is photographed."""

import numpy as np

from training.render.bodies import Body, Caster, resting, rotation
from training.render.camera import View, frame, shifted
from training.render.product import Pose, Product
from training.render.shot import Shot
from training.render.wreck import Wreck

_LEAST_INSIDE = 0.4  # share of the subject's surface


def posed(bodies: list[Body], pose: Pose, rng: np.random.Generator) -> list[Body]:
    """The bodies in a pose, together resting on the ground in the middle of the room."""
    turn = np.eye(3)
    if pose == "side":
        turn = rotation(np.array([1.0, 0, 0]), float(rng.choice([-1, 1])) * np.pi / 2)
    elif pose == "upside_down":
        turn = rotation(np.array([1.0, 0, 0]), np.pi)
    elif pose == "back":
        turn = rotation(np.array([0, 1.0, 0]), -np.pi / 2)
    points = np.concatenate([body.vertices for body in bodies]) @ turn.T
    if pose == "side":
        turn = resting(points) @ turn
    for body in bodies:
        body.vertices = body.vertices @ turn.T
    points = np.concatenate([body.vertices for body in bodies])
    low = (points.min(0) + points.max(0)) / 2 * [1, 1, 0] + [0, 0, points[:, 2].min()]
    for body in bodies:
        body.vertices = body.vertices - low
    return bodies


def first_view(shot: Shot, product: Product, bodies: list[Body], rng: np.random.Generator) -> View:
    """Where a customer would stand, the whole subject in the picture."""
    points = np.concatenate([body.vertices for body in bodies])
    low, high = product.view_elevation if not shot.boxed else (10.0, 40.0)
    facing = 60.0 if shot.boxed else product.facing
    if shot.pose in ("side", "upside_down"):
        low, high, facing = 15.0, 50.0, 180.0
    if shot.azimuth is not None:
        elevation = low + (high - low) * (0.3 + 0.1 * (shot.seed % 5))
        return frame(points, np.radians(shot.azimuth), np.radians(elevation), np.radians(34), 0.0, 0.78)
    azimuth = rng.uniform(-facing, facing)
    field = np.radians(rng.uniform(38, 58))
    elevation = np.radians(rng.uniform(low, high))
    return frame(points, np.radians(azimuth), elevation, field, rng.normal() * 0.05, rng.uniform(0.48, 0.9))


def in_sight(wreck: Wreck) -> bool:
    """True unless too much of the subject lies outside the picture or behind its company."""
    rng = np.random.default_rng(1)
    points = np.concatenate([body.sample(rng, 60) for body in wreck.bodies])
    places = wreck.view.project(points)
    inside = ((places > 0) & (places < 1)).all(1)
    if not wreck.company:
        return float(inside.mean()) > _LEAST_INSIDE
    caster, slack = Caster(wreck.company), 0.004 * wreck.view.distance
    seen = [caster.sees(wreck.view.eye, point, slack) for point in points[inside]]
    return float(np.sum(seen)) / len(points) > _LEAST_INSIDE


def _fill(shot: Shot, wreck: Wreck) -> tuple[float, float]:
    """The range of the share of the picture that the subject takes."""
    if shot.kind == "nothing":
        return 0.8, 1.3
    if "cut" in shot.extras:
        return 1.1, 1.5
    if wreck.traces and wreck.rng.random() < 0.3:
        return 0.95, 1.2
    return (0.45, 0.7) if {"twin", "neighbour"} & set(shot.extras) else (0.56, 0.93)


def reframed(wreck: Wreck, shot: Shot) -> View:
    """The same direction with the subject, as it is now, at a random size and place; sometimes a close-up."""
    view, rng = wreck.view, wreck.rng
    offset = view.eye - view.target
    azimuth = float(np.arctan2(offset[1], offset[0]))
    elevation = float(np.arcsin(offset[2] / np.linalg.norm(offset)))
    points = np.concatenate([body.vertices for body in wreck.bodies])
    fill = rng.uniform(*_fill(shot, wreck))
    framed = frame(points, azimuth, elevation, view.field, view.roll, fill)
    if "cut" in shot.extras:
        angle = rng.uniform(0, 2 * np.pi)
        framed = shifted(framed, 0.3 * np.cos(angle), 0.3 * np.sin(angle))
    elif fill > 0.94 and wreck.traces:
        middle = framed.project(wreck.traces[0].points).mean(0) - 0.5
        framed = shifted(framed, 0.55 * middle[0], -0.55 * middle[1])
    spare = max((1 - fill) / 2 * 0.9, 0.0)
    return shifted(framed, rng.uniform(-spare, spare), rng.uniform(-spare, spare))
