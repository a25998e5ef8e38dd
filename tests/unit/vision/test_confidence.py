from dataclasses import replace
from pathlib import Path

import pytest

from intake.vision.catalogue import Mixing
from intake.vision.confidence import NEVER, Calibration, threshold


def test_the_promise_takes_as_many_photos_as_the_binomial_says() -> None:
    assert threshold([0.999] * 149, [True] * 149, 0.02) < NEVER
    assert threshold([0.999] * 148, [True] * 148, 0.02) == NEVER
    assert threshold([0.999] * 236, [False] + [True] * 235, 0.02) < NEVER
    assert threshold([0.999] * 235, [False] + [True] * 234, 0.02) == NEVER


def test_it_stops_above_the_errors() -> None:
    sure, unsure = [0.9] * 200, [0.6] * 200
    found = threshold(sure + unsure, [True] * 200 + [False] * 200, 0.02)
    assert 0.6 < found <= 0.9


def test_nothing_is_sure_without_photos() -> None:
    assert threshold([], [], 0.05) == NEVER


@pytest.mark.parametrize(("catalogue", "sure"), [("mine", True), ("another", False)])
def test_a_calibration_counts_for_its_own_catalogue_only(tmp_path: Path, catalogue: str, sure: bool) -> None:
    mixing = Mixing(temperature=10.0, text=0.9)
    kept = Calibration(
        mixing=mixing, product_threshold=0.9, damage_threshold=0.8, risk=0.02, photos=200, catalogue="mine"
    )
    kept.save(tmp_path)
    read = Calibration.load(tmp_path, catalogue)
    assert read == (kept if sure else replace(kept, mixing=Mixing(), product_threshold=NEVER, damage_threshold=NEVER))


def test_without_a_calibration_nothing_is_sure(tmp_path: Path) -> None:
    assert Calibration.load(tmp_path, "any").product_threshold == NEVER
    assert Calibration.load(None, "any").damage_threshold == NEVER
