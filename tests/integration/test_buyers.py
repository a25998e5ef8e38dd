"""What of an order reaches somebody who knows its number alone, and what its buyer may see."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from intake.claims.conversation import Message
from intake.claims.model import Outcome, Reason, Status
from intake.claims.orders.brake import CHECKS, MISSES, OF_ONE_TALK
from intake.claims.orders.directory import CsvOrders
from intake.claims.photo_store import PhotoStore
from intake.dialogue.types import Intent, Understanding
from intake.dialogue.understand import Understander
from intake.talk.evidence import Evidence
from intake.talk.inbox import Inbox
from intake.vision.types import Candidate
from tests.fakes.parts import FERN, LAMP, MUG, observation
from tests.fakes.shops import Shop, shop

ORDER, BUYER, POSTAL_CODE = "1001", "a@example.com", "10115"


class Asked(Understander):
    """Knows a question about an order by its first word, for which the real one has a classifier."""

    def understand(self, text: str, previous_language: str | None = None, today: date | None = None) -> Understanding:
        said = super().understand(text, previous_language, today)
        return replace(said, intents=(Intent.ORDER_QUESTION,)) if text.startswith("Where") else said


ASKED = Asked()


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Shop]:
    with shop(tmp_path, ASKED) as one:
        yield one


@pytest.fixture
def evidence(kept: Shop) -> Evidence:
    folder = kept.settings.data
    inbox = Inbox(kept.store, PhotoStore(str(folder / "photos")), kept.settings)
    return Evidence(CsvOrders(folder / "orders.csv"), kept.eyes, inbox, kept.store)


def shown(messages: list[Message]) -> str:
    """Everything that the customer sees of the messages."""
    parts = [(m.text, [c.title for c in m.cards], [c.label for c in m.choices]) for m in messages]
    return repr(parts)


def order_helped(kept: Shop) -> None:
    """The photo alone says fern; with the order, which has the dotted mug, it is that one."""
    seen = observation(MUG)
    kept.eyes.seen = replace(seen, unaided=(Candidate(FERN, 0.5), Candidate(LAMP, 0.3), Candidate(MUG, 0.2)))


def test_the_number_alone_opens_a_claim_about_what_the_photo_shows(kept: Shop) -> None:
    talk = kept.desk.start("en").id
    replies = kept.say(talk, f"My mug arrived with a crack, order {ORDER}", photos=[1])
    claim = kept.store.claim(str(kept.desk.conversation(talk).claim))
    assert claim.decision.outcome is Outcome.OPEN
    assert "Dotted mug" in shown(replies)


def test_a_product_that_only_the_order_tells_is_not_named(kept: Shop) -> None:
    talk = kept.desk.start("en").id
    replies = kept.say(talk, f"My mug does not work, order {ORDER}")
    claim = kept.store.claim(str(kept.desk.conversation(talk).claim))
    assert claim.facts.product == MUG  # staff see it
    assert claim.status is Status.NEW
    assert "Dotted" not in shown(replies)


def test_the_buyer_reads_what_it_is(kept: Shop) -> None:
    talk = kept.desk.start("en").id
    replies = kept.say(talk, f"My mug does not work, order {ORDER}, my address is {BUYER}")
    assert "Dotted mug" in shown(replies)


def test_candidates_are_those_of_the_photo_until_the_buyer_is_known(kept: Shop) -> None:
    order_helped(kept)
    kept.eyes.seen = replace(kept.eyes.seen, product_sure=False)  # type: ignore[type-var]
    talk = kept.desk.start("en").id
    (question,) = kept.say(talk, f"it is cracked, order {ORDER}", photos=[1])
    assert [choice.action for choice in question.choices][:3] == [f"product:{sku}" for sku in (FERN, LAMP, MUG)]
    other = kept.desk.start("en").id
    (question,) = kept.say(other, f"it is cracked, order {ORDER}, {BUYER}", photos=[2])
    assert "Is it this one: Dotted mug?" in question.text


def test_what_the_order_made_sure_is_not_named_either(kept: Shop) -> None:
    order_helped(kept)
    talk = kept.desk.start("en").id
    replies = kept.say(talk, f"it is cracked, order {ORDER}", photos=[1])
    assert kept.store.claim(str(kept.desk.conversation(talk).claim)).facts.product == MUG
    assert "Dotted" not in shown(replies)


@pytest.mark.parametrize(
    ("order", "reason", "telling"),
    [
        ("1003", Reason.PRODUCT_NOT_IN_ORDER, "match the product"),
        ("1002", Reason.OUTSIDE_PERIOD, "because of the dates"),
    ],
)
def test_what_is_in_an_order_and_when_it_came_is_not_told_by_a_reason(
    kept: Shop, order: str, reason: Reason, telling: str
) -> None:
    talk = kept.desk.start("en").id
    (question,) = kept.say(talk, f"My mug has a crack, order {order}", photos=[1])
    assert question.text.startswith(f"I can't match this with order {order} on my own. Is the number right?")
    replies = kept.say(talk, "yes, that is the number")
    claim = kept.store.claim(str(kept.desk.conversation(talk).claim))
    assert claim.decision.reasons[0] is reason  # staff read it
    assert telling not in shown(replies)
    assert "compares this with the order" in shown(replies)


def test_when_it_was_delivered_is_told_to_the_buyer(kept: Shop) -> None:
    for identifier in (BUYER, POSTAL_CODE, f"{POSTAL_CODE} Berlin", " 10115 "):
        talk = kept.desk.start("en").id
        (question,) = kept.say(talk, f"Where is my order {ORDER}?")
        assert "postcode" in question.text
        (told,) = kept.say(talk, identifier)
        assert "was delivered on" in told.text, identifier


def test_who_asks_on_about_the_order_is_not_told_the_same_again(kept: Shop) -> None:
    talk = kept.desk.start("en").id
    kept.say(talk, f"Where is my order {ORDER}?")
    kept.say(talk, BUYER)
    (reply,) = kept.say(talk, f"Where is my order {ORDER} now?")
    assert "was delivered on" not in reply.text


@pytest.mark.parametrize("identifier", ["x@example.com", "80331", "1001"])
def test_somebody_else_gets_a_person_and_reads_nothing(kept: Shop, identifier: str) -> None:
    talk = kept.desk.start("en").id
    kept.say(talk, f"Where is my order {ORDER}?")
    replies = kept.say(talk, identifier)
    assert "was delivered on" not in shown(replies)
    assert BUYER not in shown(replies)


def test_what_a_directory_does_not_have_identifies_nobody(kept: Shop) -> None:
    """Order 1002 has no postal code."""
    talk = kept.desk.start("en").id
    kept.say(talk, "Where is my order 1002?")
    assert "was delivered on" not in shown(kept.say(talk, "12345"))


def test_a_claim_is_shown_for_its_number_and_postal_code(kept: Shop) -> None:
    claim = kept.claim()
    talk = kept.desk.start("en").id
    kept.say(talk, f"How is my claim {claim.number}?")
    (told,) = kept.say(talk, POSTAL_CODE)
    assert claim.number in told.text


def test_a_talk_may_try_a_few_order_numbers_only(kept: Shop, evidence: Evidence) -> None:
    talk = kept.desk.conversation(kept.desk.start("en").id)
    found = []
    for number in range(2000, 2000 + OF_ONE_TALK.amount + 1):
        facts = replace(talk.facts, order_number=str(number))
        found.append(evidence.with_order(replace(talk, facts=facts)).order is not None)
    assert found == [True] * OF_ONE_TALK.amount + [False]


def test_guessing_in_many_talks_ends_for_all(kept: Shop, evidence: Evidence) -> None:
    talk = kept.desk.conversation(kept.desk.start("en").id)
    for number in range(MISSES.amount):
        evidence.with_order(replace(talk, id=f"talk{number}", facts=replace(talk.facts, order_number=f"9{number:05}")))
    blocked = evidence.with_order(replace(talk, facts=replace(talk.facts, order_number=ORDER)))
    assert (blocked.order, blocked.order_searched) == (None, True)


def test_nobody_may_try_identifiers_at_will(kept: Shop, evidence: Evidence) -> None:
    talk = kept.desk.conversation(kept.desk.start("en").id)
    facts = evidence.with_order(replace(talk, facts=replace(talk.facts, order_number=ORDER)))
    wrong = [replace(facts, postal_code=f"0000{n}") for n in range(CHECKS.amount - 1)]
    right, right_too = replace(facts, postal_code=POSTAL_CODE), replace(facts, email=BUYER)
    assert evidence.proven(right)
    assert not any(map(evidence.proven, wrong))
    assert not evidence.proven(right_too)
    assert evidence.proven(right)  # who has shown it already isn't locked out by others
