"""A message that may tell of a danger: one question first, and what comes of each answer to it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from intake.claims.conversation import Asked, Message
from intake.claims.model import Claim, Missing, Outcome, Reason, Status
from intake.claims.queue.rows import URGENCY
from intake.claims.store import Store
from intake.dialogue.types import Intent, Understanding
from intake.dialogue.understand import Understander
from intake.vision.types import Damage
from tests.fakes.parts import MUG
from tests.fakes.shops import Shop, shop

HISSING = "My mug from order 1001 has a crack and it hisses"
SHOCK = "now I got an electric shock from it"
NO_WORDS = [
    *("no", "Nein, zum Glück nicht", "nobody is hurt", "alles gut", "none of that", "no, it is only the crack"),
    *("no one got hurt", "and nobody sat on it, so no one was hurt by it", "keiner hat sich geschnitten"),
    *("ist niemandem was passiert, hab Handschuhe angehabt", "uns geht's gut", "wir sind unverletzt"),
]


class Doubting(Understander):
    """In doubt where something hisses, for which the real one has a classifier; takes "How long" for a question."""

    def understand(self, text: str, previous_language: str | None = None, today: date | None = None) -> Understanding:
        said = super().understand(text, previous_language, today)
        said = replace(said, alarm_in_doubt="hiss" in text and not said.alarm, alarm_likely="loud" in text)
        return replace(said, intents=(Intent.POLICY_QUESTION,)) if text.startswith("How long") else said


DOUBTING = Doubting()


class Talk:
    def __init__(self, kept: Shop, language: str = "en") -> None:
        self.shop, self.id = kept, kept.desk.start(language).id

    def say(self, text: str = "", photo: int | None = None, action: str | None = None) -> Message:
        """The last reply."""
        return self.shop.say(self.id, text, [photo] if photo is not None else [], action)[-1]

    @property
    def claim(self) -> Claim:
        return self.shop.store.claim(str(self.shop.desk.conversation(self.id).claim))


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Shop]:
    with shop(tmp_path, DOUBTING) as one:
        yield one


@pytest.fixture
def talk(kept: Shop) -> Talk:
    return Talk(kept)


def test_the_question_comes_before_everything_and_no_claim_opens(talk: Talk) -> None:
    asked = talk.say(HISSING, photo=1)
    assert asked.asks is Asked.DANGER
    assert [choice.action for choice in asked.choices] == ["danger:yes", "danger:no", "person"]
    assert talk.shop.store.claims() == ()


@pytest.mark.parametrize("words", NO_WORDS)
def test_after_a_no_in_words_the_first_message_counts_as_if_nothing_had_been(talk: Talk, words: str) -> None:
    talk.say(HISSING, photo=1)
    talk.say(words)
    facts = talk.claim.facts
    assert talk.claim.decision.outcome is Outcome.OPEN
    assert (facts.product, facts.order_number, facts.harmless) == (MUG, "1001", (HISSING,))
    assert not talk.shop.desk.conversation(talk.id).with_person


def test_the_buttons_do_what_the_words_do(talk: Talk) -> None:
    talk.say(HISSING, photo=1)
    talk.say(action="danger:no")
    assert talk.claim.decision.outcome is Outcome.OPEN
    other = Talk(talk.shop)
    other.say("it hisses")
    other.say(action="danger:yes")
    assert other.claim.decision.reasons == (Reason.SAFETY,)


@pytest.mark.parametrize("words", ["yes", "ja, leider", SHOCK, "no, but I got an electric shock", "it still hisses"])
def test_a_yes_or_a_danger_told_reaches_a_person_at_once(talk: Talk, words: str) -> None:
    talk.say(HISSING, photo=1)
    reply = talk.say(words)
    assert (talk.claim.status, talk.claim.decision.reasons[0]) == (Status.WAITING_FOR_STAFF, Reason.SAFETY)
    assert talk.claim.urgency == URGENCY[Reason.SAFETY]
    assert talk.claim.facts.order_number == "1001"
    assert "112" in reply.text


def test_something_else_said_twice_reaches_a_person_with_all_of_it(talk: Talk) -> None:
    first = talk.say("it hisses")
    again = talk.say("my mug is from order 1001")
    assert (again.asks, again.text == first.text) == (Asked.DANGER, False)
    talk.say("it has a crack", photo=1)
    claim = talk.claim
    assert claim.decision.reasons == (Reason.SAFETY,)
    assert (claim.facts.order_number, len(claim.photos)) == ("1001", 1)


def test_who_asks_for_a_person_instead_gets_one_and_the_doubt_goes_along(talk: Talk) -> None:
    talk.say("it hisses")
    talk.say(action="person")
    assert talk.claim.decision.reasons == (Reason.ASKED_FOR_PERSON, Reason.SAFETY)
    assert talk.claim.facts.doubtful[0] == "it hisses"


def test_a_question_that_was_in_doubt_is_answered_after_the_no(talk: Talk) -> None:
    talk.say("How long may I return a kettle that hisses?")
    assert talk.shop.knowledge.asked == []
    assert talk.say(action="danger:no").citations
    assert talk.shop.store.claims() == ()


def test_the_question_before_stays_open(talk: Talk) -> None:
    assert talk.say("my mug has a crack", photo=1).asks is Asked.ORDER
    talk.say("it hisses")
    assert talk.say(action="danger:no").asks is Asked.ORDER
    talk.say("1001")
    assert talk.claim.decision.outcome is Outcome.OPEN


def test_the_same_message_isnt_asked_about_twice_and_another_is(talk: Talk) -> None:
    talk.say("it hisses")
    talk.say(action="danger:no")
    assert talk.say("it hisses").asks is not Asked.DANGER
    assert talk.say("it hisses a bit").asks is not Asked.DANGER
    assert talk.say("it hisses louder").asks is Asked.DANGER


def test_a_photo_that_came_with_the_doubt_is_looked_at_after_the_no(talk: Talk) -> None:
    talk.say("How long may it hiss? My mug has a crack", photo=1)
    assert talk.say(action="danger:no").asks is Asked.ORDER
    talk.say("1001")
    assert len(talk.claim.photos) == 1


def test_another_case_of_the_talk_doesnt_ask_about_it_again(talk: Talk) -> None:
    talk.say(HISSING, photo=1)
    talk.say(action="danger:no")
    assert talk.say(HISSING, photo=2).asks is not Asked.DANGER


def test_a_no_takes_nothing_back_of_what_is_broken(talk: Talk) -> None:
    talk.say("My mug from order 1001 has a crack and it hisses")
    talk.say("no, it has a scratch")
    stated = talk.shop.desk.conversation(talk.id).facts.stated_damages
    assert set(stated) == {Damage.CRACK, Damage.SCRATCH}


def test_what_was_claimed_before_is_no_reason_to_pass_over_the_doubt(talk: Talk) -> None:
    talk.say("My mug from order 1001 has a crack", photo=1)
    assert Talk(talk.shop).say(HISSING, photo=1).asks is Asked.DANGER


def test_a_sure_alarm_after_a_no_still_reaches_a_person(talk: Talk) -> None:
    talk.say("it hisses")
    talk.say(action="danger:no")
    talk.say(SHOCK)
    assert talk.claim.decision.reasons == (Reason.SAFETY,)


def test_the_doubt_survives_a_restart(talk: Talk, tmp_path: Path) -> None:
    talk.say(HISSING, photo=1)
    reopened = Store.open(f"sqlite:///{tmp_path / 'intake.db'}")
    kept = reopened.conversation(talk.id)
    reopened.close()
    assert kept.facts.doubtful == (HISSING,)
    assert kept.messages[-1].asks is Asked.DANGER
    assert kept.facts.attempts == ((Missing.DANGER, 1),)


@pytest.mark.parametrize(("action", "status"), [("danger:yes", Status.WAITING_FOR_STAFF), ("danger:no", Status.NEW)])
def test_a_doubt_after_the_claim_is_asked_about_and_opens_no_second_one(
    talk: Talk, action: str, status: Status
) -> None:
    talk.say("My mug from order 1001 has a crack", photo=1)
    assert talk.say("it hisses").asks is Asked.DANGER
    talk.say(action=action)
    assert talk.claim.status is status
    assert len(talk.shop.store.claims()) == 1


def test_a_doubt_after_the_claim_that_nobody_clears_reaches_a_person(talk: Talk) -> None:
    talk.say("My mug from order 1001 has a crack", photo=1)
    for words in ("it hisses", "a replacement would be nice"):
        assert talk.say(words).asks is Asked.DANGER
    talk.say("and I live on the third floor")
    assert talk.claim.urgency == URGENCY[Reason.SAFETY]
    assert talk.claim.status is Status.WAITING_FOR_STAFF


def test_a_wish_said_meanwhile_is_noted_after_the_no(talk: Talk) -> None:
    talk.say("My mug from order 1001 has a crack", photo=1)
    talk.say("it hisses")
    talk.say("a replacement would be nice")
    talk.say("no")
    assert "wish: replacement" in [event.note for event in talk.claim.history]


def test_while_a_person_has_the_talk_a_doubt_counts_as_an_alarm(talk: Talk) -> None:
    talk.say(action="person")
    talk.say("it hisses")
    assert talk.claim.urgency == URGENCY[Reason.SAFETY]


def test_on_the_page_of_a_claim_a_doubt_counts_as_an_alarm(talk: Talk) -> None:
    talk.say("My mug from order 1001 has a crack", photo=1)
    talk.shop.desk.aftercare.add(talk.claim, "it hisses", ())
    assert talk.claim.urgency == URGENCY[Reason.SAFETY]


def test_the_doubt_doesnt_outlive_the_hand_over(talk: Talk) -> None:
    talk.say("it hisses")
    talk.say(action="person")
    assert not talk.shop.desk.conversation(talk.id).facts.alarm_in_doubt
    assert talk.claim.facts.alarm_in_doubt  # the record of the decision


def test_in_one_go_nobody_can_be_asked_so_a_person_takes_over(kept: Shop) -> None:
    filed = kept.desk.file(HISSING, [])
    assert filed.claim is not None
    assert filed.claim.decision.reasons == (Reason.SAFETY,)


def test_german_asks_in_german(kept: Shop) -> None:
    asked = Talk(kept, "de").say("Mein Becher aus Bestellung 1001 hat einen Riss, it hisses")
    assert asked.text.startswith("Zuerst zur Sicherheit")
    assert [choice.label for choice in asked.choices[:2]] == ["Ja", "Nein, nichts davon"]
