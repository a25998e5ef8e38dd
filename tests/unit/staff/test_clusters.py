"""Damage that gathers somewhere is told apart from busy weeks and from chance."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from intake.claims.counting.traits import Traits
from intake.staff.clusters import BEFORE, RECENT, WEEKS, Cluster, Kind, clusters
from intake.vision.types import CatalogueProduct, Damage

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
PRODUCTS = {
    f"P{n}": CatalogueProduct(
        f"P{n}", {"en": f"Product {n}"}, supplier="North" if n < 5 else "South", batch="B7" if n == 1 else ""
    )
    for n in range(10)
}


def claim(sku: str, weeks_ago: float, damage: str = "crack") -> Traits:
    return Traits(f"{sku}-{weeks_ago}", sku, damage, "", "", NOW - timedelta(weeks=weeks_ago))


def found(traits: list[Traits]) -> list[Cluster]:
    return clusters(traits, NOW, PRODUCTS.get)


def quiet(week: int) -> list[Traits]:
    """Each product breaks once a fortnight."""
    return [claim(sku, week + 0.5) for place, sku in enumerate(PRODUCTS) if (place + week) % 2]


def test_a_product_that_breaks_more_often_than_before_stands_first_with_its_supplier_and_batch() -> None:
    usual = [one for week in range(WEEKS) for one in quiet(week)]
    broken = [claim("P1", 0.1 * number) for number in range(1, 20)]
    first, *others = found(usual + broken)
    assert (first.kind, first.name, first.damage, first.alarming) == (Kind.PRODUCT, "P1", Damage.CRACK, True)
    assert first.recent == 21
    assert first.expected == pytest.approx(39 / 10)  # as many as the average product in the last weeks
    assert first.claims[0] == "P1-0.1"
    assert len(first.weeks) == WEEKS
    assert sum(first.weeks[BEFORE:]) == first.recent
    assert {(one.kind, one.name) for one in others if one.alarming} <= {(Kind.SUPPLIER, "North"), (Kind.BATCH, "B7")}
    assert not any(one.alarming for one in others if one.name in PRODUCTS)


def test_weeks_that_are_busy_everywhere_alarm_nobody() -> None:
    usual = [one for week in range(WEEKS) for one in quiet(week)]
    busy = [claim(sku, 0.1 * number) for sku in PRODUCTS for number in range(1, 7)]
    assert not any(one.alarming for one in found(usual + busy))


def test_a_shop_that_has_just_begun_alarms_nobody_for_what_is_even() -> None:
    assert not any(
        one.alarming for one in found([claim(sku, week + 0.5) for sku in PRODUCTS for week in range(RECENT)])
    )


def test_few_claims_are_shown_no_cluster_and_none_alarms_without_cause() -> None:
    assert found([claim("P1", 0.5), claim("P1", 1.5)]) == []
    alarms = 0
    for seed in range(100):
        random = np.random.default_rng(seed)
        counts = random.poisson(1.0, (len(PRODUCTS), WEEKS))
        traits = [
            claim(sku, w + 0.5) for p, sku in enumerate(PRODUCTS) for w in range(WEEKS) for _ in range(counts[p, w])
        ]
        alarms += any(one.alarming for one in found(traits))
    assert alarms <= 15  # three kinds at 5 % each


def test_other_damage_of_the_product_is_another_matter() -> None:
    both = [claim("P1", 0.1 * n) for n in range(1, 5)] + [claim("P1", 0.1 * n, "dent") for n in range(1, 4)]
    assert {(one.damage, one.recent) for one in found(both) if one.kind is Kind.PRODUCT} == {
        (Damage.CRACK, 4),
        (Damage.DENT, 3),
    }
