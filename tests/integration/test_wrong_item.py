"""A wrong item that only the meaning tells: other damages outweigh it, and nobody is sent away for it unasked."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from intake.claims.conversation import Asked
from intake.claims.model import Reason, Status, Track
from intake.dialogue.types import Intent, Understanding
from intake.dialogue.understand import Understander
from intake.vision.types import Damage
from tests.fakes.parts import LAMP, MUG, observation
from tests.fakes.shops import shop
from tests.integration.test_danger import Talk


class Guessing(Understander):
    """Takes what is odd for a wrong item, by its meaning alone; that takes a classifier."""

    def understand(self, text: str, previous_language: str | None = None, today: date | None = None) -> Understanding:
        said = super().understand(text, previous_language, today)
        if "odd" not in text:
            return said
        return replace(said, intents=(Intent.WRONG_OR_MISSING,), damages=("wrong_item",), guessed=("wrong_item",))


GUESSING = Guessing()
WRONG_ITEM = Damage.WRONG_ITEM


@pytest.fixture
def talk(tmp_path: Path) -> Iterator[Talk]:
    with shop(tmp_path, GUESSING) as one:
        yield Talk(one)


def test_a_damage_that_is_told_outweighs_a_wrong_item_that_is_guessed(talk: Talk) -> None:
    talk.say("the mug I got from order 1001 is odd")
    talk.say("it has a crack", photo=1)
    assert talk.claim.status is Status.NEW


def test_a_guess_and_a_photo_of_what_was_not_ordered_are_enough(talk: Talk) -> None:
    talk.shop.eyes.seen = observation(MUG, damaged=0.02)
    talk.say("the lamp I got from order 1003 is odd", photo=1)
    assert (talk.claim.status, talk.claim.facts.product) == (Status.NEW, LAMP)


def test_who_got_another_thing_unbroken_is_offered_no_withdrawal(talk: Talk) -> None:
    talk.shop.eyes.seen = observation(MUG, damaged=0.02)
    talk.say("1003", photo=1)
    talk.say("it isn't broken, but it is odd for an oak lamp")
    assert (talk.claim.status, talk.claim.decision.damage) == (Status.NEW, WRONG_ITEM)


def test_a_wrong_item_that_is_only_guessed_is_asked_about_once(talk: Talk) -> None:
    question = talk.say("the mug I got from order 1001 is odd", photo=1)
    assert question.asks is Asked.DAMAGE
    assert f"damage:{Damage.WRONG_ITEM}" in [choice.action for choice in question.choices]
    talk.say("as I said, odd")
    assert talk.claim.decision.reasons == (Reason.CONTRADICTION,)


def test_the_photo_of_a_thing_that_was_not_ordered_opens_the_claim(talk: Talk) -> None:
    talk.shop.eyes.seen = observation(MUG, damaged=0.02)
    talk.say("you sent me the wrong item", photo=1)
    reply = talk.say("order 1003")
    claim = talk.claim
    assert (claim.status, claim.decision.track, claim.decision.damage) == (Status.NEW, Track.WARRANTY, WRONG_ITEM)
    assert claim.facts.product == LAMP
    assert "Dotted mug" in reply.text
    assert "lamp" not in reply.text  # whose order it is nobody has shown


def test_who_shows_whose_order_it_is_reads_what_was_ordered(talk: Talk) -> None:
    talk.shop.eyes.seen = observation(MUG, damaged=0.02)
    talk.say("you sent me the wrong item, my address is c@example.com", photo=1)
    assert "Oak lamp" in talk.say("order 1003").text


def test_who_names_another_thing_than_the_photo_shows_is_asked_whether_it_is_the_wrong_one(talk: Talk) -> None:
    talk.shop.eyes.seen = observation(MUG, damaged=0.02)
    question = talk.say("my oak lamp from order 1003", photo=1)
    assert f"damage:{WRONG_ITEM}" in [choice.action for choice in question.choices]
    talk.say(action=f"damage:{WRONG_ITEM}")
    assert (talk.claim.status, talk.claim.facts.product) == (Status.NEW, LAMP)


def test_the_photo_of_a_thing_that_was_ordered_goes_to_a_person(talk: Talk) -> None:
    talk.shop.eyes.seen = observation(MUG, damaged=0.02)
    talk.say("you sent me the wrong item, order 1001", photo=1)
    assert talk.claim.decision.reasons == (Reason.CONTRADICTION,)


def test_who_confirms_the_guess_reaches_a_person(talk: Talk) -> None:
    talk.say("the mug I got from order 1001 is odd", photo=1)
    talk.say(action=f"damage:{Damage.WRONG_ITEM}")
    assert talk.claim.decision.reasons == (Reason.CONTRADICTION,)


@pytest.mark.parametrize(
    "words", ["order 1001, the dotted mug wasn't in the parcel", "Bestellung 1001, der Becher fehlt im Paket"]
)
def test_no_photo_is_asked_of_what_never_came(talk: Talk, words: str) -> None:
    talk.say(words)
    assert (talk.claim.decision.rule, talk.claim.facts.product) == ("item_absent", MUG)
    assert talk.claim.decision.reasons == (Reason.CONTRADICTION,)


def test_which_article_never_came_is_asked_before_a_person_takes_over(talk: Talk) -> None:
    question = talk.say("two things ordered, one came, the rest is missing from the parcel")
    assert question.asks is Asked.ORDER


@pytest.mark.parametrize("part", ["its handle is", "a part of it is"])
def test_a_part_that_is_missing_is_shown(talk: Talk, part: str) -> None:
    reply = talk.say(f"order 1001, the mug came, {part} missing from the parcel")
    assert reply.asks is Asked.PHOTO


def test_who_finds_it_after_all_misses_nothing(talk: Talk) -> None:
    talk.say("the mug wasn't in the parcel")
    talk.say("false alarm, it was under the paper")
    assert not talk.shop.desk.conversation(talk.id).facts.absent
