"""Knowing a photo again that was cropped, mirrored or compressed anew, among photos that were kept before.

A mark has a tiny picture, which finds the few photos that look alike, and the corners of the photo (ORB, Rublee et al.,
ICCV 2011), which tell whether one of them is the same: enough corners have to agree on one shift and scale without
rotation (RANSAC), and two photos of one product never stand so alike. A match is a question for staff, no verdict.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

_TINY = 8  # pixels of each side of the tiny picture, in colour
_HEAD = _TINY * _TINY * 3
_CLOSEST = 8  # marks whose corners are compared
_SIDE = 400  # pixels of the longer side
_LEAST = 64  # pixels of the shorter side, for corners to be looked for
_CORNERS = 300
_BYTES = 32  # of one corner's description; two more for its place, each a share of the side
_NEAR = 3.0  # pixels that an agreeing corner may lie off
_TURNED = 0.05  # radians that a crop may be turned by
AGREEING = 30  # corners from which two photos are the same one, see `benchmarks/seen_before.py`


def mark(photo: Image.Image) -> bytes:
    """192 bytes of tiny picture and up to 300 corners in 34 bytes each."""
    import cv2  # 0.2 s and 40 MB that only photos need

    grey = photo.convert("L")
    grey.thumbnail((_SIDE, _SIDE), Image.Resampling.BILINEAR, reducing_gap=2.0)
    tiny = photo.convert("RGB").resize((_TINY, _TINY), Image.Resampling.BOX, reducing_gap=2.0).tobytes()
    if min(grey.size) < _LEAST:
        return tiny
    points, descriptions = cv2.ORB.create(nfeatures=_CORNERS).detectAndCompute(np.asarray(grey), None)
    if descriptions is None:
        return tiny
    places = np.array([point.pt for point in points]) / _SIDE * 255
    return tiny + np.hstack([np.asarray(descriptions), places.round().astype(np.uint8)]).tobytes()


def known_again(photo: Image.Image, others: Sequence[bytes]) -> list[int]:
    """Positions of those of `others` that are marks of the same photo, or of a crop of it, or of its original."""
    if not others:
        return []
    found: set[int] = set()
    for form in (mark(photo), mark(ImageOps.mirror(photo))):
        found |= {row for row in _closest(form, others) if agreeing(form, others[row]) >= AGREEING}
    return sorted(found)


def _closest(one: bytes, others: Sequence[bytes]) -> list[int]:
    tiny = np.frombuffer(b"".join(other[:_HEAD] for other in [one, *others]), np.uint8).reshape(-1, _HEAD)
    rows = tiny.astype(np.float32) - tiny.mean(axis=1, keepdims=True, dtype=np.float32)
    rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6)
    return [int(row) for row in np.argsort(-(rows[1:] @ rows[0]), kind="stable")[:_CLOSEST]]


def agreeing(one: bytes, other: bytes) -> int:
    """How many corners of two marks agree on one shift and scale; 0 when the photo would have to be turned for it."""
    import cv2

    (words, places), (other_words, other_places) = _read(one), _read(other)
    if min(len(words), len(other_words)) < AGREEING:
        return 0
    pairs = cv2.BFMatcher(cv2.NORM_HAMMING, crossCheck=True).match(words, other_words)
    if len(pairs) < AGREEING:
        return 0
    here = places[[pair.queryIdx for pair in pairs]]
    there = other_places[[pair.trainIdx for pair in pairs]]
    move, inliers = cv2.estimateAffine2D(here, there, ransacReprojThreshold=_NEAR)
    if move is None or abs(np.arctan2(move[1, 0], move[0, 0])) > _TURNED or abs(move[0, 1]) > _TURNED * abs(move[1, 1]):
        return 0
    return int(np.asarray(inliers).sum())


def _read(mark: bytes) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
    rows = np.frombuffer(mark[_HEAD:], np.uint8).reshape(-1, _BYTES + 2)
    return np.ascontiguousarray(rows[:, :_BYTES]), (rows[:, _BYTES:] * np.float32(_SIDE / 255)).astype(np.float32)
