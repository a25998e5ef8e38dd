"""Which photographs are planned: held-out ones share nothing with training, prefixes are balanced, labels fit."""

from collections import Counter

import pytest

from training.render.plan import TEST_SHOTS_EACH, TRAIN_SHOTS, shots
from training.render.products import PRODUCTS
from training.render.shot import COMPANY, TRAPS, Shot, damage_types
from training.render.variety import PARCEL_DAMAGE


@pytest.fixture(scope="module")
def train() -> list[Shot]:
    return shots("train", PRODUCTS)


@pytest.fixture(scope="module")
def held_out() -> list[Shot]:
    return shots("test", PRODUCTS)


def share(planned: list[Shot], kind: str) -> float:
    return sum(shot.kind == kind for shot in planned) / len(planned)


def test_held_out_photos_are_taken_in_rooms_that_training_never_sees(train: list[Shot], held_out: list[Shot]) -> None:
    for room in ("surface", "light", "palette", "seed"):
        assert not {getattr(shot, room) for shot in train} & {getattr(shot, room) for shot in held_out}


def test_no_photo_is_planned_twice(train: list[Shot], held_out: list[Shot]) -> None:
    for planned in (train, held_out):
        assert len({shot.id for shot in planned}) == len({shot.seed for shot in planned}) == len(planned)


def test_the_first_plan_stays_as_it_was(train: list[Shot], held_out: list[Shot]) -> None:
    assert [shot.id for shot in train] == [f"{number:05d}" for number in range(len(train))]
    first = [*train[:TRAIN_SHOTS], *held_out[: TEST_SHOTS_EACH * len(PRODUCTS)]]
    assert {(shot.kind, shot.extras) for shot in first} == {("product", ())}
    eleventh = train[10]
    assert (eleventh.sku, eleventh.damages, eleventh.surface) == ("STOOL-WALNUT", (), "concrete")


@pytest.mark.parametrize("count", [300, 600, 1500])
def test_any_prefix_of_the_varied_plan_is_balanced(train: list[Shot], count: int) -> None:
    prefix = train[TRAIN_SHOTS : TRAIN_SHOTS + count]
    assert share(prefix, "parcel") == pytest.approx(0.16, abs=0.01)
    assert share(prefix, "nothing") == pytest.approx(0.08, abs=0.01)
    by_sku = Counter(shot.sku for shot in prefix if shot.sku)
    assert set(by_sku) == set(PRODUCTS)
    assert max(by_sku.values()) - min(by_sku.values()) <= 1
    products = [shot for shot in prefix if shot.kind == "product"]
    assert 0.33 < sum(not shot.damages for shot in products) / len(products) < 0.42
    assert 0.1 < sum(shot.hard_negative for shot in products) / len(products) < 0.25
    damaged = [shot for shot in prefix if shot.damages]
    assert 0.08 < sum(len(shot.damages) > 1 for shot in damaged) / len(damaged) < 0.22
    assert {extra for shot in prefix for extra in shot.extras} >= {*TRAPS, *COMPANY}


def test_the_held_out_set_has_enough_of_each_kind(held_out: list[Shot]) -> None:
    new = held_out[TEST_SHOTS_EACH * len(PRODUCTS) :]
    assert len(new) >= 440
    assert sum(shot.kind == "parcel" for shot in new) >= 40
    assert sum(shot.kind == "nothing" for shot in new) >= 30
    assert sum(shot.hard_negative for shot in new) >= 60
    assert {shot.state for shot in new if shot.kind == "parcel"} == set(PARCEL_DAMAGE)


def test_a_shot_shows_only_what_its_subject_can_show(train: list[Shot], held_out: list[Shot]) -> None:
    for shot in [*train, *held_out]:
        if shot.kind == "product":
            assert set(shot.damages) <= set(damage_types(PRODUCTS[shot.sku]))
            assert len(set(shot.damages)) == len(shot.damages)
        else:
            assert not shot.sku
            assert set(PARCEL_DAMAGE.get(shot.state, ())) <= set(shot.damages)


def test_an_empty_room_has_no_parcel_in_it(train: list[Shot], held_out: list[Shot]) -> None:
    extras = {extra for shot in [*train, *held_out] if shot.kind == "nothing" for extra in shot.extras}
    assert extras == {"hand", "wrapping", "dappled"}


def test_traps_come_with_damage_as_well(train: list[Shot]) -> None:
    trapped = [shot for shot in train[TRAIN_SHOTS:] if set(shot.extras) & set(TRAPS) and shot.kind == "product"]
    assert 0.25 < sum(bool(shot.damages) for shot in trapped) / len(trapped) < 0.75
