"""What is said after a claim: answers, second thoughts, photos that follow, and customers who come back to it."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from intake.claims.conversation import Asked
from intake.claims.model import Reason, Status
from intake.dialogue.types import Intent, Understanding
from intake.dialogue.understand import Understander
from intake.dialogue.wording import Wording
from tests.fakes.parts import FERN, observation
from tests.fakes.shops import shop
from tests.integration.test_service import World, world  # noqa: F401


def opened(world: World) -> str:  # noqa: F811
    (reply,) = world.say("My mug arrived with a crack, order 1001", photos=1)
    return str(reply.claim)


def came_back(world: World) -> str:  # noqa: F811
    number = opened(world)
    world.id = world.desk.start("en").id
    (reply,) = world.say(f"any news on {number}? my address is a@example.com")
    assert reply.claim == number
    return number


def notes(world: World, number: str) -> list[str]:  # noqa: F811
    return [event.note for event in world.store.claim(number).history if event.actor == "customer"]


def test_an_order_without_a_claim_is_told_so(world: World) -> None:  # noqa: F811
    for words in ("any news on my claim?", "I don't have the number, order was 1001"):
        world.say(words)
    (reply,) = world.say("a@example.com")
    assert reply.text.startswith("There is no claim about your order 1001 yet.")


def test_a_number_that_a_case_has_elsewhere_may_be_an_orders(world: World) -> None:  # noqa: F811
    world.say("Ich widerrufe hiermit den Kauf. Vorgang 1001")
    assert world.desk.conversation(world.id).facts.order_number == "1001"


@pytest.mark.parametrize("answer", ["replacement", "a new one", "a new mug", "both new please", "bitte beides neu"])
def test_a_word_or_two_answer_what_was_asked_for(world: World, answer: str) -> None:  # noqa: F811
    number = opened(world)
    world.say(answer)
    assert "wish: replacement" in notes(world, number)


def test_who_leaves_the_choice_to_the_shop_is_noted_with_both(world: World) -> None:  # noqa: F811
    number = opened(world)
    world.say("a refund or a repair")
    assert {"wish: refund", "wish: repair"} <= set(notes(world, number))


def test_yes_to_a_person_after_a_claim_brings_one(world: World) -> None:  # noqa: F811
    number = opened(world)
    world.knowledge.covered = False
    (offer,) = world.say("Do you offer free returns for business customers?")
    assert offer.asks is Asked.CONFIRM
    world.say("yes please")
    assert world.store.claim(number).status is Status.WAITING_FOR_STAFF
    assert Reason.NOT_COVERED in notes(world, number)


def test_a_claim_is_found_by_its_order_where_its_number_isnt_at_hand(world: World) -> None:  # noqa: F811
    number = opened(world)
    world.id = world.desk.start("en").id
    (asked,) = world.say("any update on my claim?")
    (way,) = world.say("I don't have the number")
    assert way.text != asked.text
    (question,) = world.say("it was order 1001")
    assert (question.asks, question.claim) == (Asked.EMAIL, None)
    (told,) = world.say("a@example.com")
    assert told.claim == number


def test_nobody_elses_claim_is_found_by_its_order(world: World) -> None:  # noqa: F811
    number = opened(world)
    world.id = world.desk.start("en").id
    world.say("any update on my claim?")
    for words in ("I don't have the number", "it was order 1001", "b@example.com"):
        replies = world.say(words)
        assert all(reply.claim != number and number not in reply.text for reply in replies)


def test_a_question_that_policies_answer_needs_no_claim(world: World) -> None:  # noqa: F811
    (reply,) = world.say("My claim was settled. How long does a refund take with cards?")
    assert reply.citations


def test_a_photo_that_follows_joins_the_claim_that_was_come_back_to(world: World) -> None:  # noqa: F811
    number = came_back(world)
    (reply,) = world.say("a better picture", photos=1, seed=7)
    assert number in reply.text
    assert len(world.store.claim(number).photos) == 2


def test_a_photo_before_the_claim_is_shown_to_be_theirs_joins_it_afterwards(world: World) -> None:  # noqa: F811
    number = opened(world)
    world.id = world.desk.start("en").id
    world.say(f"me again, {number}")
    for words in ("you asked for a sharper picture", ""):
        (question,) = world.say(words, photos=1, seed=7)
        assert (question.asks, question.claim) == (Asked.EMAIL, None)
    assert len(world.store.claim(number).photos) == 1
    (told,) = world.say("a@example.com")
    assert told.claim == number
    assert (len(world.store.claim(number).photos), len(world.store.claims())) == (2, 1)


@pytest.mark.parametrize("words", ["hier noch ein Bild", "hier noch eins von der Seite", "another picture of it"])
def test_another_picture_is_no_other_piece(world: World, words: str) -> None:  # noqa: F811
    number = came_back(world)
    (reply,) = world.say(words, photos=1, seed=7)
    assert number in reply.text
    assert len(world.store.claim(number).photos) == 2


@pytest.mark.parametrize("words", ["und kann ich da noch n bild dazutun?", "can I add another photo?"])
def test_who_asks_whether_to_send_a_picture_may(world: World, words: str) -> None:  # noqa: F811
    came_back(world)
    (reply,) = world.say(words)
    assert reply.text == Wording.load().say("photo.welcome", world.desk.conversation(world.id).language)


def test_a_photo_of_something_else_doesnt(world: World) -> None:  # noqa: F811
    number = came_back(world)
    world.eyes.seen = observation(FERN)
    world.say(photos=1, seed=7)
    assert len(world.store.claim(number).photos) == 1


def test_a_photo_of_another_piece_doesnt(world: World) -> None:  # noqa: F811
    number = opened(world)
    world.say("and the second one", photos=1, seed=7)
    assert len(world.store.claim(number).photos) == 1


def test_a_damage_that_grew_is_the_same_case(world: World) -> None:  # noqa: F811
    number = came_back(world)
    world.say("the crack has become longer")
    assert world.desk.conversation(world.id).claim == number


@pytest.mark.parametrize(
    "words",
    [
        "no no nothing leaks, it works fine, it just looks awful with that scratch",
        "the fern mug is fine, only the dotted one is chipped",
        "it is broken into pieces",
        "es ist zerbrochen, ja",
    ],
)
def test_the_damage_in_other_words_is_no_other_case(world: World, words: str) -> None:  # noqa: F811
    (reply,) = world.say("My dotted mug arrived with a crack, order 1004", photos=1)
    world.say(words)
    talk = world.desk.conversation(world.id)
    assert (talk.claim, len(world.store.claims())) == (reply.claim, 1)


def test_the_same_damage_of_another_product_is_another_case(world: World) -> None:  # noqa: F811
    world.say("My dotted mug arrived with a crack, order 1004", photos=1)
    (question,) = world.say("the fern mug has a crack")
    assert question.asks is Asked.PHOTO
    assert world.desk.conversation(world.id).claim is None


def test_who_gives_the_claim_up_withdraws_it_and_not_the_contract(world: World) -> None:  # noqa: F811
    number = opened(world)
    (reply,) = world.say("please close the claim, I don't want anything anymore")
    assert number in reply.text
    assert world.store.claim(number).status is Status.WITHDRAWN
    assert world.store.claim(number).facts.withdrawn_at is None


def test_a_withdrawal_is_confirmed_with_its_time_after_a_hand_over_too(world: World) -> None:  # noqa: F811
    (handed,) = world.say("let me talk to a person")
    confirmation, *_ = world.say("I withdraw from order 1001")
    assert "received your withdrawal" in confirmation.text
    assert any("I withdraw from order 1001" in note for note in notes(world, str(handed.claim)))
    assert not any("received your withdrawal" in m.text for m in world.say("as I said: I withdraw from order 1001"))


def test_who_sends_something_back_of_several_products_is_asked_what(world: World) -> None:  # noqa: F811
    world.say("I want to return something")
    (question,) = world.say("1004")
    assert question.asks is Asked.PRODUCT
    (reply,) = world.say("the fern mug")
    assert world.store.claim(str(reply.claim)).facts.product == FERN


def test_who_tells_other_things_first_hasnt_refused_a_photo(world: World) -> None:  # noqa: F811
    world.say("there is a crack in it")
    for words in ("it is the dotted mug", "order 1001"):
        (question,) = world.say(words)
        assert question.asks is Asked.PHOTO
    (reply,) = world.say(photos=1)
    assert world.store.claim(str(reply.claim)).status is Status.NEW


def test_who_adds_to_the_story_hasnt_refused_a_photo(world: World) -> None:  # noqa: F811
    world.say("the dotted mug from order 1001 has a crack")
    for words in ("bought it for my sister", "hab sie knapp ein jahr", "not dropped, only coffee in it"):
        (question,) = world.say(words)
        assert (question.asks, question.claim) == (Asked.PHOTO, None)
    (reply,) = world.say(photos=1)
    assert world.store.claim(str(reply.claim)).status is Status.NEW


def test_stories_without_end_reach_a_person(world: World) -> None:  # noqa: F811
    world.say("the dotted mug from order 1001 has a crack")
    replies = [world.say(f"and then aunt number {n} came to visit us")[-1] for n in range(6)]
    assert [reply.claim is None for reply in replies] == [True] * 5 + [False]


@pytest.mark.parametrize("answers", [["...", "..."], ["hab keins", "mach ich nicht"], ["no", "nope"], ["qwertz", "??"]])
def test_silence_nonsense_and_a_refusal_reach_one_sooner(world: World, answers: list[str]) -> None:  # noqa: F811
    world.say("the dotted mug from order 1001 has a crack")
    *_, reply = [world.say(answer)[-1] for answer in answers]
    assert world.store.claim(str(reply.claim)).decision.reasons == (Reason.PHOTO_UNUSABLE,)


class Corrects(Understander):
    """Knows a correction by its first word, for which the real one has a classifier."""

    def understand(self, text: str, previous_language: str | None = None, today: date | None = None) -> Understanding:
        said = super().understand(text, previous_language, today)
        return replace(said, intents=(Intent.CORRECTION,)) if text.startswith("no") else said


@pytest.mark.parametrize(("correction", "status"), [("no, dotted", Status.NEW), ("no, fern", Status.WAITING_FOR_STAFF)])
def test_a_correction_that_names_the_claims_own_product_calls_nobody(
    tmp_path: Path, correction: str, status: Status
) -> None:
    with shop(tmp_path, Corrects()) as kept:
        talk = kept.desk.start("en").id
        kept.say(talk, "My dotted mug arrived with a crack, order 1001", photos=[1])
        number = str(kept.desk.conversation(talk).claim)
        kept.say(talk, f"{correction} mug")
        assert kept.store.claim(number).status is status


def test_a_question_that_goes_on_is_asked_with_the_one_before(world: World) -> None:  # noqa: F811
    world.say("How long is the return period?")
    world.say("and how long is the warranty period?")
    assert world.knowledge.asked[-1][0] == "How long is the return period? and how long is the warranty period?"


def test_nobody_reads_the_same_answer_three_times_in_a_row(world: World) -> None:  # noqa: F811
    opened(world)
    for words in ("ok", "thanks", "hang on"):
        texts = [world.say(words)[-1].text for _ in range(4)]
        assert all(len(set(texts[i : i + 3])) > 1 for i in range(2))


@pytest.mark.parametrize("words", ["ich bins nochmal wegen der Tasche", "me again"])
def test_who_was_here_before_is_asked_for_the_claim_and_may_leave(world: World, words: str) -> None:  # noqa: F811
    (question,) = world.say(words)
    assert question.asks is Asked.CLAIM
    (reply,) = world.say("thanks, bye")
    assert reply.asks is None


def test_a_question_after_a_claim_that_no_policy_answers_is_no_status(world: World) -> None:  # noqa: F811
    opened(world)
    world.knowledge.covered = False
    (offer,) = world.say("I used the cracked one before, is that bad?")
    assert offer.asks is Asked.CONFIRM
