from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from intake.vision.catalogue import Mixing
from intake.vision.confidence import CALIBRATION, Calibration, judged, likely, own_file
from intake.vision.promises import NEVER, Promise, Promised
from intake.vision.types import Damage, Finding, PhotoKind
from tests.fakes.parts import MUG, observation

CRACK, CHIP, STAIN, BURN, INTACT = Damage.CRACK, Damage.CHIP, Damage.STAIN, Damage.BURN, Damage.INTACT


def findings(*shares: float) -> list[Finding]:
    return [Finding(damage, share) for damage, share in zip((CRACK, CHIP, STAIN, BURN), shares, strict=False)]


@pytest.mark.parametrize(
    ("shares", "threshold", "types"),
    [
        ((0.97, 0.01), 0.9, (CRACK,)),
        ((0.6, 0.36), 0.9, (CRACK, CHIP)),  # the single type isn't sure, that it is one of the two is
        ((0.5, 0.3, 0.15), 0.9, (CRACK, CHIP, STAIN)),
        ((0.4, 0.3, 0.15, 0.1), 0.9, ()),  # four types decide nothing
        ((0.6, 0.1), 0.9, ()),  # it may as well be intact
        ((0.97, 0.01), NEVER, ()),
    ],
)
def test_the_fewest_types_that_hold_the_truth(
    shares: tuple[float, ...], threshold: float, types: tuple[Damage, ...]
) -> None:
    assert likely(findings(*shares), threshold) == types


def test_what_counts_as_sure() -> None:
    seen = observation(MUG, CRACK, sure=False)
    assert judged(seen, Calibration(product_threshold=0.9)).product_sure
    assert not judged(seen, Calibration(product_threshold=0.91)).product_sure
    found = judged(seen, Calibration(damage_threshold=0.85))
    assert (found.damage_sure, found.likely) == (True, (CRACK,))
    unsure = judged(seen, Calibration(damage_threshold=0.999))
    assert (unsure.damage_sure, unsure.likely) == (False, ())
    whole = observation(MUG, damaged=0.04)
    assert judged(whole, Calibration(intact_threshold=0.95)).likely == (INTACT,)
    assert judged(whole, Calibration(intact_threshold=0.97)).likely == ()


def test_what_is_none_of_the_catalogue_is_never_a_sure_product() -> None:
    seen = observation(MUG, CRACK)
    limits = Calibration(product_threshold=0.5)
    assert not judged(replace(seen, known=0.4), limits).product_sure
    assert not judged(replace(seen, kind=PhotoKind.PARCEL), limits).product_sure
    assert judged(replace(seen, known=0.6), limits).product_sure


def test_nothing_is_sure_on_a_photo_that_cannot_be_judged() -> None:
    found = judged(
        observation(blurred=True), Calibration(product_threshold=0.0, damage_threshold=0.0, intact_threshold=0.0)
    )
    assert (found.product_sure, found.damage_sure, found.likely) == (False, False, ())


@pytest.fixture
def keep(tmp_path: Path) -> Callable[[str, float], Calibration]:
    """Keeps a calibration beside the weights; for "own" among the shop's."""

    def keep(place: str, threshold: float) -> Calibration:
        sure, unsure = Promise(0.02, threshold, 200, 190, 1), Promise(0.02, NEVER, 200, lacking=90)
        kept = Calibration(
            mixing=Mixing(temperature=10.0, text=0.9),
            product_threshold=threshold,
            damage_threshold=0.8,
            risk=0.02,
            photos=200,
            catalogue="mine",
            promised=(Promised(sure, unsure, unsure),),
        )
        kept.save(own_file(tmp_path, "mine") if place == "own" else tmp_path / CALIBRATION)
        return kept

    return keep


def test_a_calibration_counts_for_its_own_catalogue_only(
    tmp_path: Path, keep: Callable[[str, float], Calibration], caplog: pytest.LogCaptureFixture
) -> None:
    kept = keep("weights", 0.9)
    assert Calibration.load(tmp_path, "mine") == kept
    assert not caplog.records
    assert Calibration.load(tmp_path, "another") == Calibration()
    assert len(caplog.records) == 1


def test_the_shops_own_calibration_wins(tmp_path: Path, keep: Callable[[str, float], Calibration]) -> None:
    keep("weights", 0.9)
    own = keep("own", 0.95)
    assert Calibration.load(tmp_path, "mine", tmp_path) == own


def test_the_thresholds_of_another_risk(keep: Callable[[str, float], Calibration]) -> None:
    kept = keep("weights", 0.9)
    other = kept.at(Promised(*(Promise(0.05, threshold, 200) for threshold in (0.7, 0.6, 0.8))))
    assert (other.product_threshold, other.damage_threshold, other.intact_threshold) == (0.7, 0.6, 0.8)
    assert other.risk == 0.05


def test_without_a_calibration_nothing_is_sure(tmp_path: Path) -> None:
    assert Calibration.load(tmp_path, "any").product_threshold == NEVER
    assert Calibration.load(None, "any").damage_threshold == NEVER
