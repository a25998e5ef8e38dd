"""What is known around a claim: precedents, periods, photos seen before, the customer's other claims."""

from datetime import timedelta

from intake.claims.model import Claim, Resolution, Settlement, Track
from intake.staff.background import Background
from tests.integration.staff.conftest import KIM, Shop


def known(shop: Shop, claim: Claim) -> Background:
    claim = shop.store.claim(claim.number)
    return shop.cases.backgrounds.of(claim, claim.facts.today)


def settled(shop: Shop, claim: Claim, resolution: Resolution = Resolution.REPLACEMENT) -> Claim:
    settlement = Settlement(resolution, "kim", amount=5 if resolution is Resolution.REFUND else None)
    return shop.cases.settling.settle(claim.number, KIM, settlement, "", claim.version)


def test_decided_claims_of_the_same_product_and_damage_show_what_is_usual(shop: Shop) -> None:
    first, second, odd = (settled(shop, shop.claim(photos=(seed,))) for seed in (1, 2, 3))
    shop.store.traits.correct(odd.number, damage="dent")
    present = shop.claim(photos=(4,))
    found = known(shop, present)
    assert [one.decided.claim for one in found.precedents][-1] == odd.number
    assert {one.decided.claim for one in found.precedents[:2]} == {first.number, second.number}
    assert all(one.likeness is not None for one in found.precedents)
    assert (found.usual, found.share) == (Resolution.REPLACEMENT, (2, 2))


def test_one_settled_claim_makes_nothing_usual_and_neither_do_two_that_differ(shop: Shop) -> None:
    settled(shop, shop.claim(photos=(1,)))
    present = shop.claim(photos=(4,))
    assert known(shop, present).usual is None
    settled(shop, shop.claim(photos=(2,)), Resolution.REFUND)
    assert known(shop, present).usual is None


def test_a_photo_is_looked_at_once(shop: Shop) -> None:
    settled(shop, shop.claim(photos=(1,)))
    present = shop.claim(photos=(4,))
    known(shop, present)
    looked = shop.eyes.compared
    known(shop, present)
    assert looked == 2
    assert shop.eyes.compared == looked


def test_a_photo_seen_before_stands_beside_the_other_claim_s(shop: Shop) -> None:
    first = shop.claim(photos=(1,))
    again = shop.claim(photos=(1,))
    (sighting,) = known(shop, again).sightings
    assert (sighting.photo, sighting.claim, sighting.other_photo) == (again.photos[0], first.number, first.photos[0])
    assert known(shop, first).sightings == ()


def test_days_left_count_from_the_delivery(shop: Shop) -> None:
    claim = shop.claim(photos=(1,))
    withdrawal, warranty = known(shop, claim).periods
    assert (withdrawal.track, withdrawal.left) == (Track.WITHDRAWAL, 11)  # delivered 3 days ago
    assert withdrawal.until == claim.facts.today + timedelta(11)
    assert warranty.left > 700
    assert known(shop, shop.claim()).periods == ()


def test_other_claims_are_those_of_the_same_customer(shop: Shop) -> None:
    one, two = (shop.claim(photos=(seed,), order=f"100{seed}") for seed in (1, 2))
    shop.claim(photos=(3,))
    assert [other.number for other in known(shop, one).others] == [two.number]
