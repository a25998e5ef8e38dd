"""Knowing photos again, on held-out photographs."""

import io
from pathlib import Path

import pytest
from PIL import Image, ImageOps

from intake.vision.marks import known_again, mark

PHOTOS = sorted((Path(__file__).parents[2] / "photos").glob("mug-*.jpg"))[:6]


def opened() -> list[Image.Image]:
    return [Image.open(file).convert("RGB") for file in PHOTOS]


def cropped(photo: Image.Image) -> Image.Image:
    width, height = photo.size
    return photo.crop((width // 10, 0, width, height - height // 8))


def compressed(photo: Image.Image) -> Image.Image:
    buffer = io.BytesIO()
    photo.save(buffer, "JPEG", quality=50)
    return Image.open(buffer).convert("RGB")


@pytest.mark.parametrize("change", [compressed, ImageOps.mirror, cropped])
def test_a_changed_photo_is_known_again(change) -> None:  # type: ignore[no-untyped-def]
    photos = opened()
    marks = [mark(photo) for photo in photos]
    found = [known_again(change(photo), marks) for photo in photos]
    assert sum(rows == [place] for place, rows in enumerate(found)) >= len(photos) - 1


def test_other_photos_of_the_same_products_are_not() -> None:
    first, *others = opened()
    assert known_again(first, [mark(other) for other in others]) == []


@pytest.mark.parametrize("size", [(1, 1), (8, 30), (4000, 10)])
def test_a_photo_too_small_for_corners_has_a_mark_and_is_like_no_other(size: tuple[int, int]) -> None:
    small = Image.new("RGB", size, (10, 200, 30))
    assert known_again(small, [mark(small)]) == []


def test_a_flat_picture_is_like_no_other() -> None:
    flat = Image.new("RGB", (300, 200), (90, 90, 90))
    assert known_again(flat, [mark(flat), mark(opened()[0])]) == []
    assert known_again(flat, []) == []
