"""What claims are about, in columns; photos' vectors; labels of words."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from intake.claims.labels import INTENT, TRACK
from intake.claims.model import Decision, Outcome, Reason, Status, Track
from intake.claims.store import Store
from intake.vision.types import Damage
from tests.integration.claims.test_store import FACTS, draft


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store.open(f"sqlite:///{tmp_path / 'intake.db'}")
    yield store
    store.close()


def test_a_claim_is_known_by_product_damage_reason_and_track(store: Store) -> None:
    handed_over = store.open_claim(draft(store), "1")
    opened = Decision(Outcome.OPEN, "transport_damage", "1", track=Track.TRANSPORT, damage=Damage.DENT)
    by_rule = store.open_claim(replace(draft(store), status=Status.ACCEPTED, decision=opened), "2")
    traits = store.traits.of(handed_over.number)
    assert traits is not None
    assert (traits.sku, traits.damage, traits.reason, traits.track) == ("MUG-DOTS", "crack", Reason.LEGAL_THREAT, "")
    traits = store.traits.of(by_rule.number)
    assert traits is not None
    assert (traits.damage, traits.reason, traits.track) == ("dent", "", "transport")


def test_a_correction_counts_until_it_is_taken_back(store: Store) -> None:
    claim = store.open_claim(draft(store), "1")
    store.traits.correct(claim.number, sku="MUG-FERN", damage="chip")
    corrected = store.traits.of(claim.number)
    assert corrected is not None
    assert (corrected.sku, corrected.damage) == ("MUG-FERN", "chip")
    store.traits.restore(claim.number)
    restored = store.traits.of(claim.number)
    assert restored is not None
    assert (restored.sku, restored.damage, restored.created) == ("MUG-DOTS", "crack", corrected.created)


def test_decided_claims_of_the_product_come_with_the_same_damage_first(store: Store) -> None:
    same, other, undecided, present = (store.open_claim(draft(store), key) for key in "1234")
    store.traits.correct(other.number, damage="dent")
    for claim in (same, other):
        store.life.move(claim.number, Status.ACCEPTED, "kim", "", claim.version)
    like = store.traits.of(present.number)
    assert like is not None
    assert [found.claim for found in store.traits.decided_alike(like, 10)] == [same.number, other.number]
    assert undecided.number not in {found.claim for found in store.traits.decided_alike(like, 10)}


def test_a_claim_without_product_or_damage_gathers_nowhere(store: Store) -> None:
    store.open_claim(draft(store), "1")
    store.open_claim(draft(store, "?", replace(FACTS, product=None)), "2")
    assert len(store.traits.since(datetime.now(UTC) - timedelta(1))) == 1
    assert store.traits.since(datetime.now(UTC) + timedelta(1)) == ()


def test_vectors_of_another_model_don_t_compare(store: Store) -> None:
    vector = np.array([0.6, 0.8], np.float32)
    store.vectors.keep({"a": vector}, "model-1")
    assert store.vectors.of(["a", "b"], "model-1")["a"] == pytest.approx(vector, abs=1e-3)
    assert store.vectors.of(["a"], "model-2") == {}
    claim = store.open_claim(draft(store, "x", FACTS, "p1", "p2"), "1")
    assert sorted(store.vectors.photos_of([claim.number])[claim.number]) == ["p1", "p2"]


def test_the_newest_label_is_in_force_until_taken_back(store: Store) -> None:
    claim = store.open_claim(draft(store), "1")
    for kind, value in ((INTENT, "report_damage"), (INTENT, "other"), (TRACK, "warranty")):
        store.labels.add(claim.number, kind, value, "kim")
    assert [(label.kind, label.value) for label in store.labels.in_force(claim.number)] == [
        (INTENT, "other"),
        (TRACK, "warranty"),
    ]
    store.labels.take_back(claim.number, "sam")
    assert store.labels.in_force() == ()
