"""The damage head on small maps: what it reads, and where."""

import numpy as np

from intake.vision.damage import PLACED, VISIBLE, DamageReader
from intake.vision.damage_head import DamageHead
from intake.vision.encoder import Encoder
from intake.vision.looks import Looks
from intake.vision.types import Damage, Finding

CRACK, D, C, F = VISIBLE.index(Damage.CRACK), 4, 3, 2


class FakeEncoder(Encoder):
    def __init__(self) -> None:
        self.id, self._folder = "fake", None


def head() -> DamageHead:
    """Channel 0 of the fine map speaks for a crack, channel 1 of the last for a dent."""
    weights = np.zeros((len(VISIBLE), D + C + F), np.float32)
    weights[CRACK, D + C] = 5.0
    weights[VISIBLE.index(Damage.DENT), D + 1] = 5.0
    return DamageHead(weights, np.zeros(len(VISIBLE), np.float32))


def looks(crack_at: tuple[int, int]) -> Looks:
    last, fine = np.full((1, 4, 4, C), 0.1, np.float32), np.full((1, 8, 8, F), 0.1, np.float32)
    fine[0, *crack_at, 0] = 3.0
    return Looks(np.full((1, D), 0.5, np.float32), last, fine)


def test_a_spot_of_one_cell_decides() -> None:
    assert head().logits(looks((5, 6)))[0].argmax() == CRACK


def test_heat_and_box_lie_on_the_spot() -> None:
    reader = DamageReader(FakeEncoder(), head())
    found = reader.heat(looks((5, 6)), Damage.CRACK)
    assert found is not None
    assert found[5, 6] == found.max() == 1
    (placed,) = reader.placed((Finding(Damage.CRACK, 0.9),), looks((5, 6)))
    assert placed.box == (6 / 8, 5 / 8, 7 / 8, 6 / 8)


def test_only_the_best_findings_get_a_box() -> None:
    findings = tuple(Finding(damage, 0.1) for damage in VISIBLE[:6])
    placed = DamageReader(FakeEncoder(), head()).placed(findings, looks((1, 1)))
    assert [f.damage for f in placed] == [f.damage for f in findings]
    assert [f.box is not None for f in placed] == [number < PLACED for number in range(6)]


def test_without_a_head_no_place_is_claimed() -> None:
    reader = DamageReader(FakeEncoder())
    assert reader.heat(looks((1, 1)), Damage.CRACK) is None
    assert reader.placed((Finding(Damage.CRACK, 0.9),), looks((1, 1)))[0].box is None
