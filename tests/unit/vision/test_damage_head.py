"""The damage head on small maps: what it reads, where, and when it looks closer."""

from collections.abc import Sequence

import numpy as np
import pytest
from PIL import Image

from intake.vision.damage import CLEAR, INTACT, PLACED, VISIBLE, DamageReader, Shots, probabilities
from intake.vision.damage_head import DamageHead, soft_maximum
from intake.vision.encoder import Encoder
from intake.vision.looks import Looks, Vectors
from intake.vision.types import Damage, Finding

CRACK, D, C, F = VISIBLE.index(Damage.CRACK), 4, 3, 2
TYPES = len(VISIBLE) - 1
PHOTO = Image.new("RGB", (200, 100))
DOUBT, LIKELY_INTACT = 2.6, 6.0  # biases of `head`


class FakeEncoder(Encoder):
    """Sees the same in every picture and remembers the sizes that it was shown."""

    def __init__(self, seen: Looks | None = None) -> None:
        self.id, self._folder, self._seen = "fake", None, seen
        self.shown: list[tuple[int, int]] = []

    def looks(self, images: Sequence[Image.Image]) -> Looks:
        assert self._seen is not None
        self.shown += [image.size for image in images]
        return self._seen


def head(intact: float = 0.0) -> DamageHead:
    """Channel 0 of the fine map speaks for a crack; `intact` is what the whole picture speaks for intact."""
    last, fine = np.zeros((C, 1), np.float32), np.array([[1.0], [0.0]], np.float32)
    types = np.zeros((1, TYPES), np.float32)
    types[0, CRACK] = 4.0
    bias = np.zeros(TYPES + 1, np.float32)
    bias[-1] = intact
    weights = np.zeros((TYPES + 1, D + C + F), np.float32)
    return DamageHead(last, fine, np.zeros(1, np.float32), types, np.full(TYPES, -8.0, np.float32), weights, bias)


def looks(crack_at: tuple[int, int], strength: float = 3.0) -> Looks:
    last, fine = np.full((1, 4, 4, C), 0.1, np.float32), np.zeros((1, 8, 8, F), np.float32)
    fine[0, *crack_at, 0] = strength
    return Looks(np.full((1, D), 0.5, np.float32), last, fine)


def scores(seen: Looks, intact: float = 0.0) -> Vectors:
    one = head(intact) if intact else head()
    return np.asarray(one.logits(seen, one.cells(seen))[0])


def shots(crack_at: tuple[int, int]) -> Shots:
    seen = looks(crack_at)
    return Shots(seen, head().cells(seen))


def test_a_spot_of_one_cell_decides() -> None:
    assert scores(looks((5, 6))).argmax() == CRACK
    assert scores(looks((5, 6), strength=0.5)).argmax() == TYPES


def test_the_soft_maximum_lies_between_the_strongest_cell_and_all_of_them() -> None:
    cells = np.zeros((1, 4, 4, 2), np.float32)
    cells[0, 1, 1, 0] = 9.0
    strongest = soft_maximum(cells)[0]
    assert strongest[0] == pytest.approx(9.0 - np.log(4), abs=0.01)
    assert strongest[1] == pytest.approx(np.log(16) - np.log(4))


def test_heat_and_box_lie_on_the_spot() -> None:
    reader = DamageReader(FakeEncoder(), head())
    found = reader.heat(looks((5, 6)), Damage.CRACK)
    assert found is not None
    assert found[5, 6] == found.max() == 1
    (placed,) = reader.placed((Finding(Damage.CRACK, 0.9),), shots((5, 6)))
    assert placed.box == (6 / 8, 5 / 8, 7 / 8, 6 / 8)


def test_only_the_best_findings_get_a_box() -> None:
    findings = tuple(Finding(damage, 0.1) for damage in VISIBLE[:6])
    placed = DamageReader(FakeEncoder(), head()).placed(findings, shots((1, 1)))
    assert [f.damage for f in placed] == [f.damage for f in findings]
    assert [f.box is not None for f in placed] == [number < PLACED for number in range(6)]


def test_without_a_head_no_place_is_claimed() -> None:
    reader = DamageReader(FakeEncoder())
    assert reader.heat(looks((1, 1)), Damage.CRACK) is None
    assert reader.placed((Finding(Damage.CRACK, 0.9),), Shots(looks((1, 1)), None))[0].box is None


@pytest.mark.parametrize("intact", [20.0, -3.0])  # nothing broken, surely; and a crack that is clear
def test_what_is_clear_is_looked_at_once(intact: float) -> None:
    encoder = FakeEncoder(looks((5, 6)))
    assert len(DamageReader(encoder, head(intact=intact)).shots(PHOTO, looks((5, 6))).views) == 1
    assert encoder.shown == []


@pytest.mark.parametrize("intact", [DOUBT, LIKELY_INTACT])
def test_doubt_looks_closer_at_what_stands_out_and_so_does_what_only_seems_intact(intact: float) -> None:
    encoder = FakeEncoder(looks((5, 6)))
    taken = DamageReader(encoder, head(intact=intact)).shots(PHOTO, looks((5, 6)))
    assert taken.cells is not None
    assert (len(taken.views), len(taken.cells)) == (2, 2)
    assert encoder.shown == [(120, 60)]


def test_the_two_that_are_looked_at_twice_are_what_they_are_named() -> None:
    assert probabilities(scores(looks((5, 6)), DOUBT)).max() < CLEAR
    assert CLEAR < probabilities(scores(looks((5, 6)), LIKELY_INTACT))[TYPES] < INTACT
