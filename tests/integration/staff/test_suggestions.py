"""Three replies to begin from: fitting, honest, without anything of another customer."""

from dataclasses import replace

import pytest

from intake.claims.model import Claim, Resolution, Settlement
from intake.staff.suggestions import NEXT, PAST, POLICY, Suggestion
from tests.integration.staff.conftest import KIM, SAM, Shop

PROMISES = ("refund", "accepted", "you get", "erstatten", "angenommen", "erhalten Sie")


def suggested(shop: Shop, claim: Claim, language: str = "en") -> tuple[Suggestion, ...]:
    return shop.cases.suggester.of(shop.store.claim(claim.number), KIM, language)


@pytest.mark.parametrize("language", ["de", "en"])
def test_three_different_ones_that_promise_nothing(shop: Shop, language: str) -> None:
    for claim in (shop.claim(), shop.claim(photos=(1,))):
        suggestions = suggested(shop, claim, language)
        assert len({one.text for one in suggestions}) == 3
        for one in suggestions:
            assert "Kim" in one.text
            assert "{" not in one.text
            own_words = one.text.replace("We replace it.", "")
            assert not any(promise in own_words for promise in PROMISES)


def test_the_policy_is_quoted_with_section_and_version(shop: Shop) -> None:
    claim = shop.claim(photos=(1,))
    quoted = next(one for one in suggested(shop, claim) if one.kind == POLICY)
    citation = claim.citations[0]
    for part in (citation.passage, citation.title, citation.section, citation.version):
        assert part in quoted.text


def test_whoever_is_upset_reads_one_honest_sentence_first(shop: Shop) -> None:
    claim = shop.claim()
    calm = suggested(shop, claim)[0].text
    shop.say(claim.conversation, "This is outrageous, I am furious and fed up with you!!!")
    upset = suggested(shop, claim)[0].text
    assert "sorry" not in calm
    assert "sorry" in upset.split("\n\n")[1]


def test_what_staff_wrote_in_a_claim_like_this_one_comes_back_under_the_own_name(shop: Shop) -> None:
    before, now = shop.claim(photos=(1,)), shop.claim(photos=(2,))
    wrote = f"Hello!\n\nPlease rinse the mug of claim {before.number} and look again.\n\nBest regards\nSam, Hollerbusch"
    shop.cases.talks.reply(before.number, SAM, wrote, before.version)
    past = next(one for one in suggested(shop, now) if one.kind == PAST)
    assert past.source == before.number
    assert (
        past.text
        == f"Hello!\n\nPlease rinse the mug of claim {now.number} and look again.\n\nBest regards\nKim, Hollerbusch"
    )


@pytest.mark.parametrize(
    "foreign",
    [
        "Dear Mrs Miller, please look again.",
        "I wrote to a@example.com.",
        "It is about order 1042-77.",
        "You owe us nothing but €5.",
        "We will refund all of it.",
        "See claim K7M-4PQ-9X.",
    ],
)
def test_nothing_of_another_customer_and_no_promise_is_carried_over(shop: Shop, foreign: str) -> None:
    before, now = shop.claim(photos=(1,)), shop.claim(photos=(2,))
    shop.cases.talks.reply(before.number, SAM, foreign, before.version)
    assert PAST not in {one.kind for one in suggested(shop, now)}


def test_what_is_settled_is_said_and_no_sooner(shop: Shop) -> None:
    claim = shop.claim(photos=(1,))
    refund = Settlement(Resolution.REFUND, "kim", amount=14.9)
    shop.cases.settling.settle(claim.number, KIM, refund, "as usual", claim.version)
    first = suggested(shop, claim)[0]
    assert first.kind == NEXT
    assert "we refund €14.90" in first.text
    waiting = replace(shop.store.claim(claim.number), settlement=refund)
    assert "refund" not in shop.cases.suggester.of(waiting, KIM, "en")[0].text
