"""What the customer gets, and what the customer reads of it."""

import pytest

from intake.claims.access.roles import Actor, Role
from intake.claims.model import Resolution, Settlement, Status
from intake.errors import ApprovalNeeded, BadInput, NotAllowed
from tests.integration.staff.conftest import KIM, SAM, Shop


def test_the_customer_reads_the_resolution_in_words(shop: Shop) -> None:
    claim = shop.claim(photos=(1,))
    part = Settlement(Resolution.PARTIAL_REFUND, "kim", amount=4.5, keeps_item=True)
    settled = shop.cases.settling.settle(claim.number, KIM, part, "small chip", claim.version)
    assert settled.status is Status.ACCEPTED
    assert "we refund €4.50, and you keep the product (Dotted mug)" in shop.texts(claim)[-1]
    assert "small chip" not in shop.texts(claim)[-1]


def test_above_the_limit_a_second_person_approves_before_the_customer_hears_of_it(shop: Shop) -> None:
    claim = shop.claim(photos=(1,))
    before = shop.texts(claim)
    dear = Settlement(Resolution.REFUND, "kim", amount=5000)
    waiting = shop.cases.settling.settle(claim.number, KIM, dear, "", claim.version)
    assert waiting.settlement is not None
    assert waiting.settlement.approved_by is None
    assert shop.texts(claim) == before
    for wrong in (KIM, Actor("kim", "Kim", Role.LEAD)):
        with pytest.raises(NotAllowed):
            shop.cases.settling.approve(claim.number, wrong, "", waiting.version)
    shop.cases.settling.approve(claim.number, SAM, "", waiting.version)
    assert "€5,000.00" in shop.texts(claim)[-1]


def test_merging_is_told_and_keeps_customers_apart(shop: Shop) -> None:
    one, two = (shop.claim(photos=(seed,), order=f"100{seed}") for seed in (1, 2))
    stranger = shop.claim(photos=(3,))
    with pytest.raises(BadInput):
        shop.cases.settling.merge(stranger.number, one.number, KIM, "", stranger.version, one.version)
    shop.cases.settling.merge(two.number, one.number, KIM, "the same mug", two.version, one.version)
    assert f"under the number {one.number}" in shop.texts(two)[-1]
    assert set(two.photos) <= set(shop.store.claim(one.number).photos)


def test_nobody_proposes_in_the_name_of_another(shop: Shop) -> None:
    claim = shop.claim(photos=(1,))
    forged = Settlement(Resolution.REFUND, "sam", amount=5000)
    waiting = shop.cases.settling.settle(claim.number, KIM, forged, "", claim.version)
    assert waiting.settlement is not None
    assert waiting.settlement.proposed_by == "kim"


def test_nobody_accepts_alone_what_is_worth_more_than_the_limit(shop: Shop) -> None:
    known, unknown = shop.claim(photos=(1,)), shop.claim()
    shop.cases.settling.check_alone(known.number)
    with pytest.raises(ApprovalNeeded):
        shop.cases.settling.check_alone(unknown.number)
