"""How a talk goes on over several turns: what is asked, what isn't asked again, and who comes back."""

from dataclasses import replace

import pytest

from intake.claims.conversation import Asked
from intake.claims.model import Missing, Reason, Status, Track
from intake.dialogue.wording import Wording
from intake.talk.inbox import Upload
from intake.vision.types import Damage
from tests.fakes.parts import FERN, LAMP, MUG, observation
from tests.integration.test_service import World, photo, world  # noqa: F401


def test_withdrawal_is_confirmed_with_its_time_before_the_order_is_known(world: World) -> None:  # noqa: F811
    (question,) = world.say("I withdraw from the purchase")
    assert question.asks is Asked.ORDER
    assert "confirmation" in question.text
    (reply,) = world.say("1001")
    claim = world.store.claim(str(reply.claim))
    assert (claim.status, claim.decision.track) == (Status.NEW, Track.WITHDRAWAL)
    assert claim.facts.withdrawn_at is not None
    assert claim.facts.withdrawn_at < claim.created


def test_a_late_withdrawal_goes_to_a_person_with_its_time(world: World) -> None:  # noqa: F811
    (reply,) = world.say("I withdraw from order 1002")
    claim = world.store.claim(str(reply.claim))
    assert claim.decision.reasons == (Reason.OUTSIDE_PERIOD,)
    assert "received your withdrawal" in reply.text


def test_a_damage_told_with_it_takes_nothing_from_a_declared_withdrawal(world: World) -> None:  # noqa: F811
    (reply,) = world.say("the mug has a crack, so I withdraw from order 1001")
    assert world.store.claim(str(reply.claim)).decision.track is Track.WITHDRAWAL


def test_a_case_that_begins_like_a_yes_is_a_case(world: World) -> None:  # noqa: F811
    (offer,) = world.say("do you have any jobs going?")
    assert offer.claim is None
    (reply,) = world.say("right, actual problem: my mug from order 1001 has a crack")
    assert reply.asks is Asked.PHOTO
    assert reply.claim is None


def test_who_needs_a_moment_is_waited_for(world: World) -> None:  # noqa: F811
    world.say("my mug from order 1001 has a crack")
    for words in ("hang on", "still looking", "one moment"):
        (reply,) = world.say(words)
        assert reply.claim is None
        assert reply.asks is Asked.PHOTO
    assert dict(world.desk.conversation(world.id).facts.attempts)["photo"] == 1


def test_nonsense_gets_help_then_other_words_then_a_person(world: World) -> None:  # noqa: F811
    world.knowledge.covered = False
    (first,) = world.say("hm")
    (second,) = world.say("??")
    (third,) = world.say("hm")
    assert first.text != second.text
    assert world.store.claim(str(third.claim)).decision.reasons == (Reason.NOT_COVERED,)


def test_a_question_that_no_policy_answers_goes_to_a_person_on_yes(world: World) -> None:  # noqa: F811
    world.knowledge.covered = False
    (offer,) = world.say("Wie lange kann ich zurückgeben?")
    assert offer.asks is Asked.CONFIRM
    (reply,) = world.say("ja bitte")
    assert world.store.claim(str(reply.claim)).decision.reasons == (Reason.NOT_COVERED,)


def test_the_words_name_the_product_of_the_order(world: World) -> None:  # noqa: F811
    world.eyes.seen = observation(sure=False)
    world.say("the dotted mug from order 1001 has a crack", photos=1)
    assert world.desk.conversation(world.id).facts.product == MUG


def test_the_same_thing_again_is_continued_once_the_order_is_shown_to_be_theirs(world: World) -> None:  # noqa: F811
    (first,) = world.say("my mug from order 1001 has a crack", photos=1)
    world.id = world.desk.start("en").id
    (question,) = world.say("my mug from order 1001 has a crack", photos=1, seed=70)
    assert question.asks is Asked.EMAIL
    assert str(first.claim) not in question.text
    (reply,) = world.say("a@example.com")
    assert reply.claim == first.claim
    assert len(world.store.claims()) == 1


def test_status_needs_number_and_second_identifier(world: World) -> None:  # noqa: F811
    (opened,) = world.say("my mug from order 1001 has a crack", photos=1)
    world.id = world.desk.start("en").id
    (asked,) = world.say("any update on my claim?")
    assert asked.asks is Asked.CLAIM
    (second,) = world.say(str(opened.claim))
    assert (second.asks, second.claim) == (Asked.EMAIL, None)
    (wrong,) = world.say("b@example.com")
    assert wrong.claim is None
    (told,) = world.say("a@example.com")
    assert told.claim == opened.claim
    assert "1001" in told.text


def test_another_customers_order_is_never_worked_on(world: World) -> None:  # noqa: F811
    world.say("my mug from order 1001 has a crack")
    (question,) = world.say("my address is stranger@example.net")
    assert (question.asks, question.claim) == (Asked.CONFIRM, None)
    world.say("but that is my address")
    (reply,) = world.say("stranger@example.net, as I said")
    assert world.store.claim(str(reply.claim)).decision.reasons == (Reason.ORDER_NOT_FOUND,)


def test_after_a_hand_over_the_machine_says_once_that_it_passes_on(world: World) -> None:  # noqa: F811
    world.say(action="person")
    assert len(world.say("are you there?")) == 1
    assert world.say("hello?") == []


def test_a_foreign_product_isnt_taken_for_the_ordered_one(world: World) -> None:  # noqa: F811
    world.eyes.seen = observation(LAMP)
    world.say("the lamp from order 1001 has a crack", photos=1)
    (reply,) = world.say(action="confirm")
    assert world.store.claim(str(reply.claim)).decision.reasons == (Reason.PRODUCT_NOT_IN_ORDER,)


@pytest.mark.parametrize(
    "text", ["is this a bot?", "are you a real person", "bist du ein mensch?", "red i mit nem Roboter?"]
)
def test_who_asks_is_told_that_it_is_a_machine(world: World, text: str) -> None:  # noqa: F811
    (reply,) = world.say(text)
    assert reply.claim is None
    assert "machine" in reply.text or "Maschine" in reply.text
    assert "person" in {choice.action for choice in reply.choices}


def test_who_wants_a_person_gets_one(world: World) -> None:  # noqa: F811
    (reply,) = world.say("are you a bot? I want to talk to a human")
    assert world.store.claim(str(reply.claim)).decision.reasons == (Reason.ASKED_FOR_PERSON,)


def test_several_products_become_several_claims(world: World) -> None:  # noqa: F811
    (question,) = world.say("order 1004: the dotted mug has a crack and the fern mug is chipped")
    assert question.asks is Asked.PHOTO
    opened, question = world.say("first the dots", photos=1)
    assert question.asks is Asked.PHOTO
    assert question.text.startswith("Next, “the fern mug is chipped”:")
    world.eyes.seen = observation(FERN)
    (second,) = world.say("and this", photos=1, seed=60)
    products = [world.store.claim(str(reply.claim)).facts.product for reply in (opened, second)]
    assert products == [MUG, FERN]


def test_who_is_hurt_is_told_first_what_to_do(world: World) -> None:  # noqa: F811
    (reply,) = world.say("the glass broke and I cut my hand, it is bleeding")
    assert reply.text.startswith("Please stop using the product")
    world.id = world.desk.start("en").id
    world.say("my mug from order 1001 has a crack", photos=1, seed=80)
    (later,) = world.say("I cut my finger on it, it bleeds")
    assert later.text.startswith("Please stop using the product")


def test_an_alarm_after_the_hand_over_reaches_the_person(world: World) -> None:  # noqa: F811
    (reply,) = world.say(action="person")
    world.say("I cut my finger on it, it bleeds")
    assert Reason.SAFETY in {event.note for event in world.store.claim(str(reply.claim)).history}


def test_a_correction_by_words_replaces_the_product(world: World) -> None:  # noqa: F811
    world.say("the dotted mug from order 1004 has a crack")
    world.say("no, not the dotted one, the fern mug")
    world.eyes.seen = observation(FERN, sure=False)
    (reply,) = world.say("here", photos=1)
    assert world.store.claim(str(reply.claim)).facts.product == FERN


def test_a_new_case_ends_the_search_for_an_old_claim(world: World) -> None:  # noqa: F811
    (asked,) = world.say("what is the status of my claim")
    assert asked.asks is Asked.CLAIM
    (reply,) = world.say("my mug from order 1001 has a crack")
    assert reply.asks is Asked.PHOTO


def test_a_wish_for_a_language_repeats_the_question_in_it_and_costs_no_attempt(world: World) -> None:  # noqa: F811
    (asked,) = world.say("my mug from order 1001 has a crack")
    switched, again = world.say("ich kann auch Deutsch, wenn das einfacher ist")
    assert "Deutsch" in switched.text
    assert (again.asks, dict(world.desk.conversation(world.id).facts.attempts)["photo"]) == (asked.asks, 1)
    assert "Foto" in again.text
    (back,) = world.say("and now in English please, the cat sat on it again")[:1]
    assert "English" in back.text


def test_money_back_with_nothing_else_begins_a_case(world: World) -> None:  # noqa: F811
    (reply,) = world.say("I want my money back")
    assert reply.asks is Asked.PHOTO
    assert world.desk.conversation(world.id).facts.wish == "refund"


def test_what_is_asked_again_comes_in_other_words_after_thanks_for_what_was_told(world: World) -> None:  # noqa: F811
    (first,) = world.say("my mug has a crack")
    (second,) = world.say("order 1001")
    (third,) = world.say("the dotted one, as I said")
    assert [m.asks for m in (first, second, third)] == [Asked.PHOTO] * 3
    assert second.text.startswith("Thank you")
    assert len({first.text, second.text, third.text}) == 3


def test_a_question_in_between_is_answered_and_the_open_one_not_repeated_word_for_word(
    world: World,  # noqa: F811
) -> None:
    (asked,) = world.say("my mug from order 1001 has a crack")
    answer, again = world.say("Wie lange kann ich zurückgeben?")
    assert answer.citations
    assert (again.asks, again.text == asked.text) == (Asked.PHOTO, False)
    assert dict(world.desk.conversation(world.id).facts.attempts)["photo"] == 1


def test_what_says_too_little_is_asked_with_what_was_told_before(world: World) -> None:  # noqa: F811
    world.knowledge.covered = False
    world.say("the courier brings a box that is squashed")
    world.say("what if I can't take it")
    alone, together = (question for question, _ in world.knowledge.asked[-2:])
    assert (alone, together) == (
        "what if I can't take it",
        "the courier brings a box that is squashed what if I can't take it",
    )


def test_a_detail_after_the_claim_is_thanked_for_and_no_status(world: World) -> None:  # noqa: F811
    (opened,) = world.say("my mug from order 1001 has a crack", photos=1)
    (added,) = world.say("it stood in the cupboard the whole time")
    (second,) = world.say("and the box looked dry to me")
    assert added.claim == opened.claim
    assert "part of your claim" in added.text
    assert second.text != added.text


def test_a_remedy_named_twice_is_noted_once(world: World) -> None:  # noqa: F811
    (opened,) = world.say("my mug from order 1001 has a crack", photos=1)
    (noted,) = world.say("a replacement please")
    (again,) = world.say("yes, replacement")
    assert noted.text != again.text
    history = world.store.claim(str(opened.claim)).history
    assert [event.note for event in history].count("wish: replacement") == 1


def test_several_products_are_told_apart_once_the_order_is_known(world: World) -> None:  # noqa: F811
    world.say("the dotted mug has a crack and the fern mug has a dent")
    world.say("order 1004")
    facts = world.desk.conversation(world.id).facts
    assert facts.stated_damages == (Damage.CRACK,)
    assert [one.damages for one in facts.others] == [(Damage.DENT,)]
    world.eyes.seen = observation(FERN, Damage.DENT)
    world.say("this is the one with the fern", photos=1)
    (claim,) = world.store.claims()
    assert (claim.facts.product, claim.facts.stated_damages) == (FERN, (Damage.DENT,))


def test_words_that_fit_what_is_seen_better_dont_name_what_was_ordered(world: World) -> None:  # noqa: F811
    world.eyes.seen = observation(FERN)
    world.say("my mug with the fern has a crack, order 1001")
    (question,) = world.say("here it is", photos=1)
    assert (question.asks, question.claim) == (Asked.CONFIRM, None)
    (opened,) = world.say("sorry, misread, it is order 1004")
    claim = world.store.claim(str(opened.claim))
    assert (claim.status, claim.facts.product) == (Status.NEW, FERN)


def test_who_tells_the_order_while_a_better_photo_is_waited_for_has_not_failed(world: World) -> None:  # noqa: F811
    world.eyes.seen = observation(blurred=True)
    (first,) = world.say("my mug has a crack", photos=1)
    (second,) = world.say("order 1001")
    assert (first.asks, second.asks) == (Asked.PHOTO, Asked.PHOTO)
    assert second.text != first.text
    assert dict(world.desk.conversation(world.id).facts.attempts)["better_photo"] == 1


def test_what_is_wrong_is_asked_the_second_time_with_examples(world: World) -> None:  # noqa: F811
    world.eyes.seen = observation(damaged=0.3, sure=False)
    (first,) = world.say("order 1001, the dotted mug is broken", photos=1)
    (second,) = world.say("well, broken")
    assert [m.asks for m in (first, second)] == [Asked.DAMAGE] * 2
    assert "cracked" in second.text


def test_the_newest_words_say_what_is_withdrawn_from(world: World) -> None:  # noqa: F811
    world.say("the dotted mug from order 1004 has a crack")
    (reply,) = world.say("Or rather: I hereby withdraw from the purchase of the fern mug")
    assert world.store.claim(str(reply.claim)).facts.product == FERN


@pytest.mark.parametrize("salutation", ["Sehr geehrte Damen und Herren,", "Dear Sir or Madam,", "Liebes Team,"])
def test_a_salutation_alone_is_a_greeting(world: World, salutation: str) -> None:  # noqa: F811
    (reply,) = world.say(salutation)
    assert reply.text == Wording.load().say("hello", world.desk.conversation(world.id).language)


@pytest.mark.parametrize(
    "answers",
    [
        ["sorry, 1001 it is"],
        ["no, that is my colleague's", "ours is 1001"],
        ["hm, 1003 ist die von meiner Kollegin", "1001"],
    ],
)
def test_a_slip_in_the_order_number_is_put_right(world: World, answers: list[str]) -> None:  # noqa: F811
    (question,) = world.say("the dotted mug from order 1003 has a crack", photos=1)
    assert (question.asks, question.claim) == (Asked.CONFIRM, None)
    *_, reply = [world.say(answer)[-1] for answer in answers]
    assert world.store.claim(str(reply.claim)).status is Status.NEW


def test_a_yes_with_thanks_is_a_yes(world: World) -> None:  # noqa: F811
    world.say("the dotted mug from order 1003 has a crack", photos=1)
    (reply,) = world.say("yes, thank you")
    assert world.store.claim(str(reply.claim)).decision.reasons == (Reason.PRODUCT_NOT_IN_ORDER,)


def test_the_number_is_compared_once(world: World) -> None:  # noqa: F811
    world.say("the dotted mug from order 1003 has a crack", photos=1)
    (reply,) = world.say("oh, then it was 1002")
    assert world.store.claim(str(reply.claim)).decision.reasons == (Reason.OUTSIDE_PERIOD,)


def test_where_nobody_is_there_to_compare_the_number_a_person_does(world: World) -> None:  # noqa: F811
    filed = world.desk.file("the dotted mug has a crack", [Upload("1.jpg", photo(9))], "1003")
    assert filed.claim is not None
    assert filed.decision.reasons == (Reason.PRODUCT_NOT_IN_ORDER,)


@pytest.mark.parametrize(
    "words",
    ["hallo, ich schreibe für meine Nachbarin, die Frau Kunze, die hat kein Internet", "Flasche", "we were away"],
)
def test_who_asks_nothing_is_quoted_nothing(world: World, words: str) -> None:  # noqa: F811
    (reply,) = world.say(words)
    assert not reply.citations
    assert reply.text == Wording.load().say("tell.more", world.desk.conversation(world.id).language)


def test_what_is_told_instead_of_a_photo_is_quoted_nothing(world: World) -> None:  # noqa: F811
    world.say("the dotted mug from order 1001 has a crack")
    (reply,) = world.say("the mail carrier was rather fast with it")
    assert (reply.citations, reply.asks) == ((), Asked.PHOTO)


@pytest.mark.parametrize("words", ["falsches Bild", "wrong picture, sorry", "nein, die Lampe ist gut, falsches Foto"])
def test_a_photo_that_is_taken_back_is_set_aside(world: World, words: str) -> None:  # noqa: F811
    world.eyes.seen = observation(LAMP)
    world.say("here", photos=1)
    (reply,) = world.say(words)
    talk = world.desk.conversation(world.id)
    assert reply.text == Wording.load().say("photo.set_aside", talk.language)
    assert (talk.photos, talk.facts.observation, talk.facts.product) == ((), None, None)
    assert any(message.photos for message in talk.messages)
    world.eyes.seen = observation()
    (reply,) = world.say("the dotted mug from order 1001 has a crack", photos=1, seed=5)
    claim = world.store.claim(str(reply.claim))
    assert (claim.status, len(claim.photos), claim.facts.product) == (Status.NEW, 1, MUG)


def test_the_right_photo_takes_the_place_of_the_wrong_one(world: World) -> None:  # noqa: F811
    world.eyes.seen = observation(LAMP)
    world.say("the dotted mug has a crack", photos=1)
    world.eyes.seen = observation()
    world.say("sorry, wrong picture, this one", photos=1, seed=5)
    (reply,) = world.say("1001")
    claim = world.store.claim(str(reply.claim))
    assert (claim.status, len(claim.photos)) == (Status.NEW, 1)


def test_what_the_wrong_picture_shows_is_not_what_it_is_about(world: World) -> None:  # noqa: F811
    world.eyes.seen = observation(FERN, damaged=0.02)
    world.say("1004", photos=1)
    world.say("oops, wrong picture, ignore the fern mug")
    world.eyes.seen = observation()
    (reply,) = world.say("it has a crack", photos=1, seed=5)
    assert world.store.claim(str(reply.claim)).facts.product == MUG


def test_a_product_that_is_named_in_passing_gives_way_to_the_one_on_the_photo(world: World) -> None:  # noqa: F811
    world.say("my dotted mug has a crack")
    world.say("order 1004, there was a fern mug with it")
    (reply,) = world.say(photos=1)
    assert world.store.claim(str(reply.claim)).facts.product == MUG


@pytest.mark.parametrize(
    "words",
    [
        "what happens now?",
        "ok what does that mean for me",
        "und wie gehts jetzt weiter?",
        "was heißt das jetzt für mich?",
    ],
)
def test_who_asks_how_it_goes_on_is_told_and_asked_for_what_is_missing(world: World, words: str) -> None:  # noqa: F811
    world.say("the dotted mug from order 1001 has a crack")
    told, asked = world.say(words)
    assert told.text == Wording.load().say("what_now", world.desk.conversation(world.id).language)
    assert (asked.asks, told.citations) == (Asked.PHOTO, ())
    assert dict(world.desk.conversation(world.id).facts.attempts)[Missing.PHOTO] == 1


def test_who_asks_how_a_claim_goes_on_reads_what_comes_next(world: World) -> None:  # noqa: F811
    world.say("the dotted mug from order 1001 has a crack", photos=1)
    (reply,) = world.say("so what happens now?")
    assert Wording.load().say("claim.next.transport", "en") in reply.text
    assert reply.citations == ()


def test_a_number_told_in_pieces_is_kept_as_the_shop_writes_it(world: World) -> None:  # noqa: F811
    (reply,) = world.say("my mug from order no. 10-01 has a crack", photos=1)
    assert world.store.claim(str(reply.claim)).facts.order_number == "1001"


def test_a_damage_that_is_likely_seen_takes_a_yes(world: World) -> None:  # noqa: F811
    world.eyes.seen = replace(observation(damaged=0.8), damage_sure=False, likely=())
    (question,) = world.say("my mug from order 1001", photos=1)
    assert (question.asks, "crack" in question.text) == (Asked.CONFIRM, True)
    (reply,) = world.say("aye")
    assert world.store.claim(str(reply.claim)).decision.damage is Damage.CRACK


def test_the_same_section_again_offers_a_person(world: World) -> None:  # noqa: F811
    questions = ["How long may I return it?", "What is the return period?", "Until when can I send it back?"]
    first, second, third = [world.say(question)[0] for question in questions]
    assert "person" not in [choice.action for choice in first.choices]
    assert "person" in [choice.action for choice in second.choices]
    assert len({first.text, second.text}) == 2
    assert (third.text, third.citations) == (first.text, second.citations)


def test_a_photo_is_no_yes_to_being_passed_on(world: World) -> None:  # noqa: F811
    world.knowledge.covered = False
    (offer,) = world.say("do you have any jobs going?")
    assert offer.asks is Asked.CONFIRM
    (question,) = world.say("Correct, this is it", photos=1)
    assert (question.asks, question.claim) == (Asked.ORDER, None)


def test_a_claim_on_another_order_is_nobodys_to_change_by_machine(world: World) -> None:  # noqa: F811
    (opened,) = world.say("my mug from order 1001 has a crack", photos=1)
    (reply,) = world.say("oh no, that is my sister's, ours is 1004")
    claim = world.store.claim(str(opened.claim))
    assert (claim.status, claim.history[-1].note) == (Status.WAITING_FOR_STAFF, Reason.CONTRADICTION)
    assert reply.claim == claim.number


def test_the_order_is_asked_for_before_photos_that_contradict(world: World) -> None:  # noqa: F811
    world.eyes.seen = replace(observation(), contradiction=(MUG, FERN))
    (first,) = world.say("two mugs, a crack in each", photos=2)
    assert first.asks is Asked.ORDER
    (second,) = world.say("1004")
    assert second.asks is Asked.PRODUCT


@pytest.mark.parametrize("words", ["besser gehts leider nicht", "thats all i have", "I cant take a better photo"])
def test_who_has_no_better_photo_gets_a_person_at_once(world: World, words: str) -> None:  # noqa: F811
    world.eyes.seen = observation(damaged=0.1, sure=False)
    (question,) = world.say("my mug from order 1001 has a crack", photos=1)
    assert question.asks is Asked.PHOTO
    (reply,) = world.say(words)
    assert world.store.claim(str(reply.claim)).decision.reasons == (Reason.DAMAGE_UNSURE,)


def test_a_missing_part_is_asked_for_from_its_side(world: World) -> None:  # noqa: F811
    world.eyes.seen = observation(damaged=0.1, sure=False)
    (question,) = world.say("the handle of my mug from order 1001 is missing", photos=1)
    assert question.text == Wording.load().say("ask.damage_closer_part", "en")


def test_who_begins_with_a_story_may_come_to_the_point(world: World) -> None:  # noqa: F811
    world.knowledge.covered = False
    replies = [
        world.say(words)[-1] for words in ("we had friends round", "such a lovely evening", "everybody was happy")
    ]
    assert [reply.claim for reply in replies] == [None, None, None]
    assert replies[0].text != replies[1].text != replies[2].text
    assert world.say("then my mug from order 1001 had a crack")[-1].asks is Asked.PHOTO


def test_the_same_order_in_another_spelling_is_no_other_order(world: World) -> None:  # noqa: F811
    (opened,) = world.say("my mug from order 1001 has a crack", photos=1)
    world.say("no, as I said, order 10-01")
    assert world.store.claim(str(opened.claim)).status is Status.NEW
