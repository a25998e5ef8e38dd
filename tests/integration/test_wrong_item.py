"""A wrong item that only the meaning tells: other damages outweigh it, and nobody is sent away for it unasked."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from intake.claims.conversation import Asked
from intake.claims.model import Reason, Status
from intake.dialogue.types import Intent, Understanding
from intake.dialogue.understand import Understander
from intake.vision.types import Damage
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


@pytest.fixture
def talk(tmp_path: Path) -> Iterator[Talk]:
    with shop(tmp_path, GUESSING) as one:
        yield Talk(one)


def test_a_damage_that_is_told_outweighs_a_wrong_item_that_is_guessed(talk: Talk) -> None:
    talk.say("the mug I got from order 1001 is odd")
    talk.say("it has a crack", photo=1)
    assert talk.claim.status is Status.NEW


def test_a_wrong_item_that_is_only_guessed_is_asked_about_once(talk: Talk) -> None:
    question = talk.say("the mug I got from order 1001 is odd", photo=1)
    assert question.asks is Asked.DAMAGE
    assert f"damage:{Damage.WRONG_ITEM}" in [choice.action for choice in question.choices]
    talk.say("as I said, odd")
    assert talk.claim.decision.reasons == (Reason.CONTRADICTION,)


def test_who_confirms_the_guess_reaches_a_person(talk: Talk) -> None:
    talk.say("the mug I got from order 1001 is odd", photo=1)
    talk.say(action=f"damage:{Damage.WRONG_ITEM}")
    assert talk.claim.decision.reasons == (Reason.CONTRADICTION,)
