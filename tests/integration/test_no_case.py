"""What was taken for a case and is none: nothing is broken, it was only a question, or something just goes back."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from intake.claims.conversation import Asked
from intake.claims.model import Reason, Status, Track
from intake.dialogue.types import Intent, Mood, Understanding
from intake.dialogue.understand import Understander
from intake.vision.types import Damage
from tests.fakes.parts import FERN, MUG, observation
from tests.fakes.shops import shop
from tests.integration.test_danger import Talk
from tests.integration.test_service import World, world  # noqa: F401


class Reading(Understander):
    """Reads what takes a classifier: a dull mug is guessed to have a stain, unlovely things go back."""

    def understand(self, text: str, previous_language: str | None = None, today: date | None = None) -> Understanding:
        said = super().understand(text, previous_language, today)
        if "dull" in text:
            return replace(said, intents=(Intent.REPORT_DAMAGE,), damages=("stain",), guessed=("stain",))
        if "unlovely" in text:
            return replace(said, intents=(Intent.RETURN,), probabilities={Intent.RETURN: 0.9})
        if "go back" in text:
            return replace(said, intents=(Intent.POLICY_QUESTION,), probabilities={Intent.RETURN: 0.4})
        if "seethe" in text:
            return replace(said, mood=Mood.UPSET)
        if "sighed" in text:
            return replace(said, intents=(Intent.TALK_TO_PERSON,), probabilities={Intent.TALK_TO_PERSON: 0.6})
        if "look at it" in text or "my claim" in text:
            return replace(said, intents=(Intent.CLAIM_STATUS,))
        if "slip" in text:
            return replace(said, intents=(Intent.ORDER_QUESTION,))
        if "somehow" in text:
            return replace(said, intents=(Intent.WRONG_OR_MISSING,), probabilities={Intent.WRONG_OR_MISSING: 0.2})
        if "twice" in text:
            return replace(said, intents=(Intent.WRONG_OR_MISSING,), damages=("wrong_item",), guessed=("wrong_item",))
        if "tingles" in text:
            return replace(said, intents=(Intent.REPORT_DAMAGE,), alarm=True, alarm_named=False)
        return said


READING = Reading()


@pytest.fixture
def talk(tmp_path: Path) -> Iterator[Talk]:
    with shop(tmp_path, READING) as one:
        yield Talk(one)


@pytest.mark.parametrize("words", ["nothing is broken", "it isn't broken at all", "no damage, it is like new"])
def test_who_has_nothing_broken_is_asked_whether_it_goes_back(world: World, words: str) -> None:  # noqa: F811
    world.say("my mug from order 1001 is broken")
    (question,) = world.say(words)
    assert (question.asks, question.claim) == (Asked.CONFIRM, None)
    (reply,) = world.say("yes please")
    claim = world.store.claim(str(reply.claim))
    assert (claim.status, claim.decision.track) == (Status.NEW, Track.WITHDRAWAL)
    assert claim.facts.withdrawn_at is not None


@pytest.mark.parametrize("words", ["none, its fine", "nein, ist alles heil", "it's perfectly fine"])
def test_nothing_is_an_answer_to_what_is_wrong(world: World, words: str) -> None:  # noqa: F811
    world.eyes.seen = observation(damaged=0.02)
    world.say("1001", photos=1)
    (question,) = world.say(words)
    assert (question.asks, question.claim) == (Asked.CONFIRM, None)


def test_what_was_named_before_is_what_goes_back(world: World) -> None:  # noqa: F811
    world.say("the fern mug from order 1004 is broken")
    world.say("no, nothing is broken")
    (reply,) = world.say("yes please")
    assert world.store.claim(str(reply.claim)).facts.product == FERN


def test_the_button_withdraws_as_well(world: World) -> None:  # noqa: F811
    world.say("my mug from order 1001 is broken")
    (question,) = world.say("nothing is broken")
    (reply,) = world.say(action=question.choices[0].action)
    assert world.store.claim(str(reply.claim)).decision.track is Track.WITHDRAWAL


def test_a_denial_that_names_a_damage_is_none(world: World) -> None:  # noqa: F811
    world.say("my mug from order 1001 is broken")
    (reply,) = world.say("it isn't broken, it has a scratch")
    assert reply.asks is Asked.PHOTO


@pytest.mark.parametrize("words", ["dont have it here, general question", "we haven't ordered yet"])
def test_who_only_asks_has_no_case(world: World, words: str) -> None:  # noqa: F811
    world.say("the mug is broken")
    (reply,) = world.say(words)
    assert (reply.asks, reply.claim) == (None, None)
    facts = world.desk.conversation(world.id).facts
    assert (facts.attempts, facts.no_order_number) == ((), False)


def test_a_second_thing_that_is_fine_after_all_leaves_the_claim_before(world: World) -> None:  # noqa: F811
    (opened,) = world.say("the dotted mug from order 1004 has a crack", photos=1)
    world.say("and the fern mug has a stain")
    (reply,) = world.say("scrap that, it wiped off. the fern mug is fine")
    assert reply.asks is None
    assert world.desk.conversation(world.id).claim == opened.claim


def test_a_damage_that_was_only_guessed_gives_way_to_sending_it_back(talk: Talk) -> None:
    assert talk.say("the mug from order 1001 is dull").asks is Asked.PHOTO
    talk.say("I find it unlovely")
    assert talk.claim.decision.track is Track.WITHDRAWAL


def test_a_damage_that_was_said_stays_said(talk: Talk) -> None:
    talk.say("the mug from order 1001 has a crack")
    assert talk.say("I find it unlovely").asks is Asked.PHOTO


def test_who_asks_about_sending_back_may_declare_it_with_a_yes(talk: Talk) -> None:
    quoted, offer = talk.shop.say(talk.id, "can it go back?")
    assert quoted.citations
    assert offer.asks is Asked.CONFIRM
    assert talk.say("yes").asks is Asked.ORDER
    talk.say("1001")
    assert talk.claim.decision.track is Track.WITHDRAWAL


def test_who_declines_the_offer_withdraws_from_nothing(talk: Talk) -> None:
    talk.say("can it go back?")
    talk.say("no")
    facts = talk.shop.desk.conversation(talk.id).facts
    assert (facts.withdrawal, facts.withdrawal_offered) == (False, False)


@pytest.mark.parametrize(
    ("words", "withdraws"), [("false alarm, it wiped off", False), ("nothing is broken, I just don't like it", True)]
)
def test_what_is_fine_after_all_declares_nothing(talk: Talk, words: str, withdraws: bool) -> None:
    talk.say("can it go back?")
    talk.say(words)
    facts = talk.shop.desk.conversation(talk.id).facts
    assert (facts.withdrawal, facts.withdrawal_offered) == (withdraws, False)


def test_a_danger_that_no_word_names_is_asked_about(talk: Talk) -> None:
    assert talk.say("the mug from order 1001 tingles").asks is Asked.DANGER
    talk.say("yes")
    assert talk.claim.decision.reasons == (Reason.SAFETY,)


def test_likely_fury_is_met_with_a_sentence_and_calls_a_person_the_second_time(talk: Talk) -> None:
    first, question = talk.shop.say(talk.id, "the mug from order 1001 has a crack, I seethe")
    assert "annoying" in first.text
    assert [choice.action for choice in first.choices] == ["person"]
    assert question.asks is Asked.PHOTO
    talk.say("still I seethe")
    assert talk.claim.decision.reasons == (Reason.UPSET,)


def test_sure_fury_calls_a_person_at_once(talk: Talk) -> None:
    talk.say("this is outrageous, you scammers, my mug has a crack")
    assert talk.claim.decision.reasons == (Reason.UPSET,)


def test_whether_it_may_go_back_is_answered_by_the_policy_on_withdrawing(talk: Talk) -> None:
    talk.shop.knowledge.covered = False
    quoted, offer = talk.shop.say(talk.id, "may this unlovely thing go home to you?")
    assert quoted.citations
    assert offer.asks is Asked.CONFIRM


@pytest.mark.parametrize("words", ["it is not my style", "lovely, but not what I expected"])
def test_who_has_nothing_to_complain_of_is_asked_whether_it_goes_back(world: World, words: str) -> None:  # noqa: F811
    world.say("my mug from order 1001 is broken")
    (question,) = world.say(words)
    assert question.asks is Asked.CONFIRM
    assert question.choices[0].action == "withdraw"


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ("my mug from order 1001 has a crack", "changed my mind about the photo"),
        ("you sent the wrong item, order 1001", "nothing is broken, it just isn't mine"),
        ("my mug from order 1001 has a crack", "no damage to the box"),
    ],
)
def test_a_fault_that_was_told_stays_told(world: World, told: str, words: str) -> None:  # noqa: F811
    world.say(told)
    (question,) = world.say(words)
    assert question.asks is Asked.PHOTO


def test_a_scratch_that_was_named_need_not_break_anything(world: World) -> None:  # noqa: F811
    world.say("my mug from order 1001 has a scratch")
    world.say("nothing is broken")
    (reply,) = world.say("here", photos=1)
    assert Damage.SCRATCH in world.desk.conversation(world.id).facts.stated_damages
    assert reply.asks is not Asked.DAMAGE


def test_a_yes_to_the_offer_withdraws_from_what_is_named_of_several_products(world: World) -> None:  # noqa: F811
    world.say("something from order 1004 is broken")
    world.say("no, nothing is broken")
    (which,) = world.say("yes please")
    assert (which.asks, which.claim) == (Asked.PRODUCT, None)
    (reply,) = world.say("the fern mug")
    claim = world.store.claim(str(reply.claim))
    assert (claim.facts.product, claim.decision.track) == (FERN, Track.WITHDRAWAL)


def test_a_withdrawal_from_the_wrong_thing_is_put_right(world: World) -> None:  # noqa: F811
    (first,) = world.say("I withdraw from the dotted mug of order 1004")
    told, second = world.say("keeping the dotted mug, I'm sending back the fern mug")
    claims = {claim.number: claim for claim in world.store.claims()}
    assert claims[str(first.claim)].status is Status.WITHDRAWN
    assert str(first.claim) in told.text
    corrected = claims[str(second.claim)]
    assert (corrected.facts.product, corrected.decision.track) == (FERN, Track.WITHDRAWAL)


def test_an_order_number_that_may_be_found_is_asked_for_when_it_is_needed(world: World) -> None:  # noqa: F811
    (question,) = world.say("the dotted mug has a crack. I don't have the order number on me", photos=1)
    assert question.asks is Asked.ORDER
    (reply,) = world.say("I don't have the order number")
    assert world.store.claim(str(reply.claim)).decision.reasons == (Reason.ORDER_NOT_FOUND,)


def test_a_slip_in_the_address_is_put_right(world: World) -> None:  # noqa: F811
    (question,) = world.say("a@example.org, the mug from order 1001 has a crack")
    assert question.asks is Asked.CONFIRM
    (asked,) = world.say("a@example.com")
    assert asked.asks is Asked.PHOTO


@pytest.mark.parametrize("answer", [{"text": "yes, that is right"}, {"action": "confirm"}])
def test_an_address_that_is_said_to_be_right_goes_to_a_person(world: World, answer: dict[str, str]) -> None:  # noqa: F811
    world.say("a@example.org, the mug from order 1001 has a crack")
    (reply,) = world.say(**answer)  # type: ignore[arg-type]
    assert world.store.claim(str(reply.claim)).decision.reasons == (Reason.ORDER_NOT_FOUND,)


def test_the_order_that_a_person_is_told_stands_with_the_claim(world: World) -> None:  # noqa: F811
    (reply,) = world.say(action="person")
    world.say("it is order 1001")
    world.say("or was it 1002?")
    claim = world.store.claim(str(reply.claim))
    assert claim.facts.order_number == "1001"
    assert claim.decision.reasons == (Reason.ASKED_FOR_PERSON,)


def test_a_photo_tells_which_of_two_things_that_were_named(world: World) -> None:  # noqa: F811
    world.say("order 1004, the fern mug")
    world.say("no wait, it is about the dotted mug")
    world.eyes.seen = observation()
    (reply,) = world.say("it has a crack", photos=1)
    assert world.store.claim(str(reply.claim)).facts.product == MUG


def test_who_may_want_a_person_is_offered_one_and_the_case_goes_on(talk: Talk) -> None:
    offer, question = talk.shop.say(talk.id, "she sighed at me, the mug from order 1001 has a crack")
    assert [choice.action for choice in offer.choices] == ["person"]
    assert question.asks is Asked.PHOTO
    talk.say("and sighed again")
    assert talk.claim.decision.reasons == (Reason.ASKED_FOR_PERSON,)


def test_a_yes_to_that_offer_calls_a_person(talk: Talk) -> None:
    assert talk.say("she sighed at me").asks is Asked.CONFIRM
    talk.say("yes")
    assert talk.claim.decision.reasons == (Reason.ASKED_FOR_PERSON,)


@pytest.mark.parametrize(
    ("words", "threatens"),
    [
        ("nobody is going to sue you over a mug", False),
        ("a legal question, my lawyer friend and I have a bet", False),
        ("I don't want to sue you, but I will if you go on", True),
    ],
)
def test_a_denied_threat_is_none(talk: Talk, words: str, threatens: bool) -> None:
    talk.say(words)
    assert talk.shop.desk.conversation(talk.id).facts.legal_threat is threatens


def test_who_tells_the_damage_late_is_still_asked_for_a_photo_of_it(world: World) -> None:  # noqa: F811
    world.eyes.seen = replace(observation(damaged=0.2), damage_sure=False, likely=())
    world.say("order 1001", photos=1)
    world.say("it is the front")
    (question,) = world.say("the handle is cracked")
    assert question.asks is Asked.PHOTO


def test_who_sums_up_what_is_fine_starts_no_other_case(talk: Talk) -> None:
    talk.say("my mug from order 1001 has a crack", photo=1)
    opened = talk.claim
    talk.say("so it is the one dull fern mug and nothing else, the rest is fine")
    assert talk.claim.number == opened.number


def test_an_order_number_that_was_asked_for_counts_beside_a_question(talk: Talk) -> None:
    assert talk.say("my mug has a crack", photo=1).asks is Asked.ORDER
    talk.say("can it go back after all that time? order 1001 says my mailbox")
    assert talk.claim.facts.order_number == "1001"


@pytest.mark.parametrize(("words", "returns"), [("can anybody look at it?", False), ("what about my claim?", True)])
def test_a_question_in_the_middle_of_a_case_is_about_that_case(talk: Talk, words: str, returns: bool) -> None:
    talk.say("my mug from order 1001 has a crack")
    assert (talk.say(words).asks is Asked.CLAIM) is returns


def test_an_order_number_with_a_question_mark_answers_the_question_for_it(talk: Talk) -> None:
    talk.say("my mug has a crack", photo=1)
    talk.say("the slip says 1001, is that it?")
    assert talk.claim.status is Status.NEW


def test_who_asks_before_buying_begins_no_case(world: World) -> None:  # noqa: F811
    (reply,) = world.say("Question before I buy anything: say I get a mug and it arrives dull")
    assert (reply.asks, world.desk.conversation(world.id).facts.attempts) == (None, ())


def test_what_is_hardly_a_report_begins_no_case(talk: Talk) -> None:
    assert talk.say("I got a lamp somehow").asks is None


def test_who_asks_to_give_back_what_was_taken_for_a_wrong_item_is_offered_it(talk: Talk) -> None:
    talk.say("my son got the same mug twice, order 1001")
    assert talk.say("can ours go back?").asks is Asked.CONFIRM
