from dataclasses import replace
from datetime import date

import pytest

from intake.claims.model import Facts
from intake.dialogue.wording import Wording
from intake.talk.marks import damage_marks, place_of
from intake.vision.types import Damage, Finding, Observation
from tests.fakes.parts import MUG, observation

BOX = (0.6, 0.0, 0.9, 0.2)
WORDING = Wording.load()


def seen(**changes: object) -> Observation:
    crack, chip = Finding(Damage.CRACK, 0.6, BOX), Finding(Damage.CHIP, 0.3, (0.0, 0.9, 0.1, 1.0))
    return replace(observation(MUG), findings=(crack, chip), damage_photo=1, **changes)  # type: ignore[arg-type]


def facts(observation: Observation | None) -> Facts:
    return Facts(date(2026, 11, 20), observation)


@pytest.mark.parametrize(("language", "label"), [("de", "ein Riss (oben rechts)"), ("en", "a crack (top right)")])
def test_the_best_finding_on_the_photo_that_it_was_read_off(language: str, label: str) -> None:
    (mark,) = damage_marks(facts(seen()), ("first", "second"), WORDING, language)
    assert (mark.photo, mark.box) == ("second", BOX)
    assert label in mark.label


def test_what_was_decided_is_what_is_marked() -> None:
    (mark,) = damage_marks(facts(seen()), ("first", "second"), WORDING, "en", Damage.CHIP)
    assert "chip" in mark.label or "piece" in mark.label
    assert mark.box == (0.0, 0.9, 0.1, 1.0)


def test_a_guess_is_called_one() -> None:
    sure, unsure = (
        damage_marks(facts(seen(damage_sure=is_sure)), ("first", "second"), WORDING, "en")[0].label
        for is_sure in (True, False)
    )
    assert "suspect" in unsure
    assert "suspect" not in sure


@pytest.mark.parametrize(
    "unplaced",
    [None, seen(damaged=0.4), replace(seen(), damage_photo=7), replace(observation(MUG), damage_photo=0)],
)
def test_nothing_is_marked_where_no_place_is_known(unplaced: Observation | None) -> None:
    assert damage_marks(facts(unplaced), ("first", "second"), WORDING, "de") == ()


@pytest.mark.parametrize(
    ("box", "place"),
    [
        ((0.0, 0.0, 0.1, 0.1), "top_left"),
        ((0.4, 0.4, 0.6, 0.6), "middle"),
        ((0.4, 0.9, 0.6, 1.0), "bottom_middle"),
        ((0.9, 0.4, 1.0, 0.6), "middle_right"),
    ],
)
def test_places_in_words(box: tuple[float, float, float, float], place: str) -> None:
    assert place_of(box) == place
