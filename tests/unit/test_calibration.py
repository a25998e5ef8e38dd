from pathlib import Path

import pytest

from intake.calibration import Pairs, calibrate, names_damage
from intake.labels import Labelled
from intake.vision.confidence import Calibration, judged
from intake.vision.types import Damage
from tests.fakes.parts import FERN, LAMP, MUG, observation

CRACK, STAIN = Damage.CRACK, Damage.STAIN
PHOTO = Path("x.jpg")


def labelled(sku: str, *damages: Damage) -> Labelled:
    return Labelled(PHOTO, sku, frozenset(damages))


def shop(right: int, wrong: int) -> Pairs:
    """Photos of cracked mugs that are read right, and unsure ones that are not."""
    doubtful = observation(MUG, CRACK, sure=False, damaged=0.6)
    return [(labelled(MUG, CRACK), observation(MUG, CRACK))] * right + [(labelled(MUG), doubtful)] * wrong


def test_thresholds_lie_above_what_was_wrong_and_hold_for_this_catalogue() -> None:
    found = calibrate(Calibration(), "mine", shop(300, 60), 0.02)
    assert (found.catalogue, found.risk, found.photos) == ("mine", 0.02, 360)
    assert judged(observation(MUG, CRACK), found).damage_sure
    assert not judged(observation(MUG, CRACK, damaged=0.6), found).damage_sure
    assert [each.risk for each in found.promised] == [0.01, 0.02, 0.05]


def test_a_risk_of_ones_own_is_added() -> None:
    found = calibrate(Calibration(), "mine", shop(120, 0), 0.03)
    assert (found.risk, [each.risk for each in found.promised]) == (0.03, [0.01, 0.02, 0.03, 0.05])
    assert [each.product.kept for each in found.promised] == [False, False, True, True]


def test_where_the_labels_tell_no_damage_only_the_product_is_calibrated() -> None:
    pairs = [(Labelled(PHOTO, MUG, None), observation(MUG, CRACK))] * 200
    found = calibrate(Calibration(), "mine", pairs, 0.02)
    assert found.promised[1].product.kept
    assert not found.promised[1].damage.kept


def test_a_product_on_a_photo_without_one_is_an_error() -> None:
    nothing = Labelled(PHOTO, "", frozenset(), "nothing")
    found = calibrate(Calibration(), "mine", [(nothing, observation(LAMP))] * 200, 0.02)
    assert not found.promised[1].product.kept


@pytest.mark.parametrize(
    ("truth", "likely", "right"),
    [
        ((CRACK,), (CRACK, STAIN), True),
        ((CRACK, STAIN), (STAIN,), True),
        ((CRACK,), (STAIN,), False),
        ((), (CRACK,), False),
        ((), (Damage.INTACT,), True),
        ((CRACK,), (Damage.INTACT,), False),
    ],
)
def test_right_is_a_set_that_holds_the_truth(
    truth: tuple[Damage, ...], likely: tuple[Damage, ...], right: bool
) -> None:
    seen = observation(FERN)
    assert names_damage(labelled(FERN, *truth), type(seen)(**{**vars(seen), "likely": likely})) is right
