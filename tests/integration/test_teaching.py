from collections.abc import Collection, Sequence
from pathlib import Path

import numpy as np
import pytest
from PIL.Image import Image, new

from intake.claims.photo_store import PhotoStore
from intake.claims.store import Store
from intake.errors import BadInput
from intake.teaching import Teacher
from intake.vision.adapter import FEWEST, Adapter, Example
from intake.vision.damage import VISIBLE
from intake.vision.looks import Vectors
from intake.vision.photos import to_jpeg
from intake.vision.types import CatalogueProduct, Damage


class FakeEyes:
    """Sees brightness alone, and remembers what it was taught."""

    def __init__(self) -> None:
        self.taught: list[tuple[str, float]] = []
        self.looked = 0
        self.adapter: Adapter | None = None

    def product(self, sku: str) -> CatalogueProduct | None:
        return CatalogueProduct(sku, {}) if sku in ("MUG", "JUG") else None

    def references(self, photos: Sequence[Image]) -> Vectors:
        self.looked += len(photos)
        return np.array([[[np.asarray(photo).mean()]] for photo in photos], np.float32)

    def example(self, photo: Image, damages: Collection[Damage]) -> Example:
        """Bright photos lie on one side, dark ones on the other; everything is read as a crack."""
        bright = float(np.asarray(photo).mean() > 100)
        target = np.array([d in damages for d in VISIBLE], np.float32)
        logits = np.array([3.0 * (d is Damage.CRACK) for d in VISIBLE], np.float32)
        return Example(np.array([bright, 1 - bright], np.float32), logits, target)

    def adapt(self, adapter: Adapter | None) -> None:
        self.adapter = adapter

    def teach(self, references: Vectors, skus: Sequence[str]) -> None:
        self.taught = [(sku, float(rows[0, 0])) for sku, rows in zip(skus, references, strict=True)]


class CountingPhotos(PhotoStore):
    loads = 0

    def load(self, id: str) -> bytes:
        self.loads += 1
        return super().load(id)


@pytest.fixture
def eyes() -> FakeEyes:
    return FakeEyes()


@pytest.fixture
def photos(tmp_path: Path) -> PhotoStore:
    return PhotoStore(str(tmp_path / "photos"))


@pytest.fixture
def teacher(tmp_path: Path, photos: PhotoStore, eyes: FakeEyes) -> Teacher:
    return Teacher(Store.open(f"sqlite:///{tmp_path / 'intake.db'}").corrections, photos, eyes)


def photo(photos: PhotoStore, grey: int) -> str:
    return photos.save(to_jpeg(new("RGB", (16, 16), (grey, grey, grey)), 64))


def test_a_correction_is_learnt_at_once_and_unlearnt(teacher: Teacher, photos: PhotoStore, eyes: FakeEyes) -> None:
    (first,) = teacher.correct([photo(photos, 10)], "anna", sku="MUG", claim="K7M-4PQ-9X")
    teacher.correct([photo(photos, 200)], "anna", sku="JUG", damage="dent")
    assert [(sku, round(grey)) for sku, grey in eyes.taught] == [("MUG", 10), ("JUG", 200)]
    assert eyes.looked == 2
    assert teacher.of_claim("K7M-4PQ-9X") == (first,)
    teacher.undo(first.id, "ben")
    assert [sku for sku, _ in eyes.taught] == ["JUG"]


def test_a_photo_is_opened_once_however_many_follow(tmp_path: Path, eyes: FakeEyes) -> None:
    photos = CountingPhotos(str(tmp_path / "photos"))
    teacher = Teacher(Store.open(f"sqlite:///{tmp_path / 'intake.db'}").corrections, photos, eyes)
    for grey in (10, 100, 200):
        teacher.correct([photo(photos, grey)], "kim", sku="MUG")
    assert len(eyes.taught) == 3
    assert photos.loads == 3


def test_a_photo_that_was_deleted_teaches_nothing(teacher: Teacher, eyes: FakeEyes) -> None:
    teacher.correct(["0" * 32], "anna", sku="MUG")
    assert eyes.taught == []


@pytest.mark.parametrize(("sku", "damage"), [("NOTHING", ""), ("MUG", "haunted"), ("", "")])
def test_what_does_not_exist_is_no_correction(teacher: Teacher, sku: str, damage: str) -> None:
    with pytest.raises(BadInput):
        teacher.correct(["0" * 32], "anna", sku, damage)
    assert teacher.all() == ()


def test_damage_is_learnt_from_a_handful_that_agree(teacher: Teacher, photos: PhotoStore, eyes: FakeEyes) -> None:
    for number in range(FEWEST - 1):
        teacher.correct([photo(photos, 190 + number)], "anna", damage="dent")
    assert eyes.adapter is None
    for number in range(FEWEST):
        teacher.correct([photo(photos, number)], "anna", damage="scratch")
    adapter = eyes.adapter
    assert adapter is not None
    bright = adapter.adjust(np.zeros(len(VISIBLE), np.float32), np.array([1, 0], np.float32))
    assert VISIBLE[int(bright.argmax())] is Damage.DENT
    for correction in teacher.all():
        teacher.undo(correction.id, "ben")
    assert eyes.adapter is None
