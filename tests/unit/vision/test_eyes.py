"""Judging and combining, on scores; no model is loaded."""

from dataclasses import replace

import numpy as np
import pytest

from intake.vision.axes import Axes
from intake.vision.catalogue import CatalogueIndex, Mixing
from intake.vision.confidence import Calibration
from intake.vision.damage import VISIBLE, DamageReader, probabilities
from intake.vision.encoder import Encoder
from intake.vision.eyes import Eyes, combine
from intake.vision.scales import measure
from intake.vision.types import Candidate, CatalogueProduct, Damage, Observation, PhotoKind, PhotoQuality, QualityIssue

CLEAR = PhotoQuality((), 1.0, 0.5)
BLURRED = PhotoQuality((QualityIssue.BLURRED,), 0.0, 0.5)
PRODUCTS = (
    CatalogueProduct("MUG", {"de": "Becher mit Farn", "en": "Mug with fern"}),
    CatalogueProduct("LAMP", {"de": "Tischlampe", "en": "Table lamp"}),
    CatalogueProduct("STOOL", {"de": "Hocker", "en": "Stool"}),
)


class FakeEncoder(Encoder):
    def __init__(self) -> None:
        self.id, self._folder = "fake", None


def index() -> CatalogueIndex:
    vectors = np.eye(3, dtype=np.float32)
    axes, owners = Axes.plain(3), np.arange(3)
    scales = measure(vectors[:, None], owners, vectors, axes)
    return CatalogueIndex("id", PRODUCTS, vectors[:, None], owners, vectors, axes, scales)


def eyes(**calibration: float) -> Eyes:
    encoder = FakeEncoder()
    return Eyes(encoder, index(), Calibration(**calibration), DamageReader(encoder))  # type: ignore[arg-type]


def damage_scores(**scores: float) -> np.ndarray:
    return np.array([scores.get(d.value, 0.0) for d in VISIBLE], dtype=np.float32)


def seen(product: float = 0.0, crack: float = 0.0, intact: float = 0.0, quality: PhotoQuality = CLEAR) -> Observation:
    return eyes(product_threshold=0.9, damage_threshold=0.9, intact_threshold=0.9).judge(
        np.array([product, 0.0, 0.0], dtype=np.float32), damage_scores(crack=crack, intact=intact), quality
    )


def test_probabilities_sum_to_one_and_keep_the_order() -> None:
    p = probabilities([1.0, 3.0, 2.0])
    assert p.sum() == pytest.approx(1.0)
    assert p.argmax() == 1


def test_findings_never_name_intact_and_are_sorted() -> None:
    found = seen(crack=4.0, intact=9.0).findings
    assert Damage.INTACT not in {f.damage for f in found}
    assert found[0].damage is Damage.CRACK
    assert [f.probability for f in found] == sorted((f.probability for f in found), reverse=True)


def test_sure_only_above_the_calibrated_threshold() -> None:
    assert seen(product=9.0).product_sure
    assert not seen(product=1.0).product_sure
    assert seen(crack=9.0).damage_sure
    assert not seen(crack=1.0, intact=1.0).damage_sure


def test_surely_intact_is_sure_too() -> None:
    clean = seen(intact=12.0)
    assert clean.damage_sure
    assert clean.damaged < 0.1


def test_nothing_is_sure_on_an_unusable_photo() -> None:
    blurred = seen(product=9.0, crack=9.0, quality=BLURRED)
    assert not blurred.product_sure
    assert not blurred.damage_sure


def test_without_calibration_nothing_is_sure() -> None:
    observation = eyes().judge(np.array([99.0, 0, 0], dtype=np.float32), damage_scores(crack=99.0), CLEAR)
    assert not observation.product_sure
    assert not observation.damage_sure


def test_the_customers_words_and_the_order_favour_a_product() -> None:
    catalogue, mixing = index(), Mixing()
    assert catalogue.favour("", (), mixing).tolist() == [0, 0, 0]
    assert catalogue.favour("mein farnbecher ist hin", (), mixing).argmax() == 0
    assert catalogue.favour("the lamp", (), mixing).argmax() == 1
    assert catalogue.favour("", {"STOOL"}, mixing).argmax() == 2


def test_what_the_order_adds_can_be_taken_away_again() -> None:
    catalogue, mixing = index(), Mixing()
    with_order = catalogue.favour("the lamp", {"STOOL"}, mixing)
    assert np.allclose(catalogue.without_order(with_order, {"STOOL"}), catalogue.favour("the lamp", (), mixing))


def test_several_photos_are_read_together_without_the_order_as_well() -> None:
    one, other = seen(product=9.0), seen(product=9.0)
    alone = (Candidate("LAMP", 0.9), Candidate("MUG", 0.1))
    both = combine([replace(one, unaided=alone), replace(other, unaided=alone)])
    assert [candidate.sku for candidate in both.unaided] == ["LAMP", "MUG"]
    assert both.products[0].sku == "MUG"
    assert both.alone == both.unaided
    assert combine([one, other]).alone == combine([one, other]).products


def test_several_photos_of_one_case_are_read_together() -> None:
    both = combine([seen(product=9.0), seen(product=1.0, crack=9.0)])
    assert both.products[0].sku == "MUG"
    assert both.damage_sure
    assert both.findings[0].damage is Damage.CRACK


def test_photos_that_surely_contradict_each_other_leave_the_product_unsure() -> None:
    looker = eyes(product_threshold=0.9)
    mug = looker.judge(np.array([9.0, 0, 0], dtype=np.float32), damage_scores(), CLEAR)
    lamp = looker.judge(np.array([0, 9.0, 0], dtype=np.float32), damage_scores(), CLEAR)
    assert not combine([mug, lamp]).product_sure


def test_unusable_photos_count_only_when_alone() -> None:
    good, bad = seen(product=9.0), seen(crack=9.0, quality=BLURRED)
    both = combine([bad, good])
    assert both.findings == good.findings
    assert both.products == good.products
    assert both.damage_photo == 1
    assert not combine([bad, bad]).quality.usable


def test_a_parcel_is_evidence_and_no_product() -> None:
    parcel = replace(seen(crack=9.0), kind=PhotoKind.PARCEL)
    both = combine([parcel, seen(product=9.0, intact=12.0)])
    assert both.kind is PhotoKind.PRODUCT
    assert both.products[0].sku == "MUG"
    assert both.surely_intact
    assert both.parcel_damaged
    assert both.damage_photo == 1
    assert combine([seen(product=9.0)]).parcel_damaged is None
    assert combine([parcel]).kind is PhotoKind.PARCEL
