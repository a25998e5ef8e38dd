"""What staff put right in a claim."""

import pytest

from intake.errors import BadInput, NotAllowed
from tests.integration.staff.conftest import KIM, SAM, Shop


def test_photos_teach_the_eyes_and_words_become_labels_in_one_go(shop: Shop) -> None:
    claim = shop.claim(photos=(1,))
    shop.cases.lessons.correct(claim.number, KIM, "MUG-FERN", "chip", "report_damage", "goodwill")
    photos, words = shop.cases.lessons.of_claim(claim.number)
    assert [(one.sku, one.damage) for one in photos] == [("MUG-FERN", "chip")]
    assert {one.kind: one.value for one in words} == {"intent": "report_damage", "track": "goodwill"}
    assert shop.eyes.taught == ["MUG-FERN"]
    traits = shop.store.traits.of(claim.number)
    assert traits is not None
    assert (traits.sku, traits.damage, traits.track) == ("MUG-FERN", "chip", "goodwill")
    assert shop.store.claim(claim.number).decision == claim.decision


def test_all_of_it_can_be_taken_back_by_who_did_it_or_a_lead(shop: Shop) -> None:
    claim = shop.claim(photos=(1,))
    shop.cases.lessons.correct(claim.number, SAM, "MUG-FERN", track="goodwill")
    with pytest.raises(NotAllowed):
        shop.cases.lessons.take_back(claim.number, KIM)
    shop.cases.lessons.take_back(claim.number, SAM)
    assert shop.cases.lessons.of_claim(claim.number) == ((), ())
    assert shop.eyes.taught == []
    traits = shop.store.traits.of(claim.number)
    assert traits is not None
    assert traits.sku == "MUG-DOTS"


@pytest.mark.parametrize(
    "wrong", [{}, {"intent": "gossip"}, {"track": "gossip"}, {"sku": "NOTHING", "intent": "other"}, {"damage": "x"}]
)
def test_what_does_not_exist_is_no_correction(shop: Shop, wrong: dict[str, str]) -> None:
    claim = shop.claim(photos=(1,))
    with pytest.raises(BadInput):
        shop.cases.lessons.correct(claim.number, KIM, **wrong)
    assert shop.cases.lessons.of_claim(claim.number) == ((), ())


def test_words_can_be_put_right_without_a_photo(shop: Shop) -> None:
    claim = shop.claim()
    shop.cases.lessons.correct(claim.number, KIM, intent="claim_status")
    assert [one.value for one in shop.cases.lessons.of_claim(claim.number)[1]] == ["claim_status"]
    with pytest.raises(BadInput):
        shop.cases.lessons.correct(claim.number, KIM, damage="crack")
