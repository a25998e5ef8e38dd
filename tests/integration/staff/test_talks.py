"""A person takes a talk over, writes in it and hands it back; the machine is silent in between."""

import threading
from dataclasses import replace

import pytest

from intake.claims.conversation import Author
from intake.claims.model import INTERNAL, Status
from intake.errors import BadInput, EditConflict, PlaceholderUnfilled
from intake.service import Progress
from intake.talk.handover import answered
from tests.integration.staff.conftest import KIM, SAM, Shop


def test_the_machine_is_silent_while_a_person_has_the_talk(shop: Shop) -> None:
    claim = shop.claim()
    taken = shop.cases.talks.take_over(claim.number, KIM, claim.version)
    assert (taken.status, taken.assignee) == (Status.IN_HAND, "kim")
    talk = shop.desk.conversation(claim.conversation)
    assert (talk.with_person, talk.person) == (True, "Kim")
    assert "Kim is here now" in talk.messages[-1].text
    for text in ("How long may I return things?", "Thanks!", "Are you a machine?"):
        assert shop.say(claim.conversation, text) == []
    shop.cases.talks.reply(claim.number, KIM, "I am looking at it.", taken.version)
    last = shop.desk.conversation(claim.conversation).messages[-1]
    assert (last.author, last.name, last.text) == (Author.STAFF, "Kim", "I am looking at it.")
    assert shop.store.claim(claim.number).status is Status.IN_HAND


def test_handing_back_is_marked_and_the_machine_answers_again(shop: Shop) -> None:
    claim = shop.claim()
    taken = shop.cases.talks.take_over(claim.number, KIM, claim.version)
    back = shop.cases.talks.hand_back(claim.number, KIM, "customer is content", taken.version)
    assert back.status is Status.WAITING_FOR_STAFF
    assert "The talk with Kim has ended" in shop.texts(claim)[-1]
    assert "customer is content" not in "".join(shop.texts(claim))
    talk = shop.desk.conversation(claim.conversation)
    assert (talk.with_person, talk.person) == (False, "")
    assert shop.say(claim.conversation, "How is my claim doing?")


def test_a_turn_under_way_is_finished_before_the_person_is_there(shop: Shop) -> None:
    claim = shop.claim()
    shop.cases.talks.leave(claim.number)  # the machine answers
    turn = shop.desk.turn(claim.conversation, "How long may I return things?")
    while not isinstance(next(turn), Progress):
        pass
    taking = threading.Thread(target=shop.cases.talks.take_over, args=(claim.number, KIM, claim.version))
    taking.start()
    said = [step.text for step in turn]
    taking.join(timeout=10)
    texts = shop.texts(claim)
    assert texts[-1].startswith("Kim is here now")
    assert texts[-2] == said[-1]
    talk = shop.desk.conversation(claim.conversation)
    assert talk.with_person


def test_messages_and_photos_of_the_customer_reach_the_person(shop: Shop) -> None:
    claim = shop.claim()
    taken = shop.cases.talks.take_over(claim.number, KIM, claim.version)
    asked = shop.cases.talks.request(claim.number, KIM, "request.closeup", taken.version)
    assert asked.status is Status.WAITING_FOR_CUSTOMER
    assert "close-up" in shop.texts(claim)[-1]
    assert shop.say(claim.conversation, "Here it is", (5,)) == []
    answered = shop.store.claim(claim.number)
    assert answered.status is Status.WAITING_FOR_STAFF
    assert len(answered.photos) == 1


def test_a_customer_who_comes_back_elsewhere_meets_the_person_there(shop: Shop) -> None:
    claim = shop.claim(photos=(1,))
    later = shop.desk.start("de")
    shop.store.save_turn(replace(later, claim=claim.number), [])
    shop.cases.talks.take_over(claim.number, KIM, claim.version)
    talk = shop.desk.conversation(later.id)
    assert talk.person == "Kim"
    assert "Kim ist jetzt da" in talk.messages[-1].text


def test_merged_claims_have_one_talk_with_one_person(shop: Shop) -> None:
    one, two = shop.claim(), shop.claim(language="de", text="Ich möchte mit einem Menschen sprechen.")
    taken = shop.cases.talks.take_over(one.number, KIM, one.version)
    merged = shop.cases.settling.merge(two.number, one.number, KIM, "same mug", two.version, taken.version)
    assert shop.desk.conversation(two.conversation).person == "Kim"
    assert shop.say(two.conversation, "Hallo?") == []
    shop.cases.talks.hand_back(one.number, KIM, "", merged.version)
    for claim in (one, two):
        assert not shop.desk.conversation(claim.conversation).with_person
    assert "Das Gespräch mit Kim ist beendet" in shop.texts(two)[-1]


def test_of_two_who_take_over_the_second_is_told(shop: Shop) -> None:
    claim = shop.claim()
    shop.cases.talks.take_over(claim.number, KIM, claim.version)
    with pytest.raises(EditConflict):
        shop.cases.talks.take_over(claim.number, SAM, claim.version)
    assert shop.desk.conversation(claim.conversation).person == "Kim"


def test_nothing_is_sent_with_an_open_placeholder_or_without_text(shop: Shop) -> None:
    claim = shop.claim()
    before = shop.texts(claim)
    with pytest.raises(PlaceholderUnfilled) as raised:
        shop.cases.talks.reply(claim.number, KIM, "About order {order}", claim.version)
    assert raised.value.values == {"placeholder": "{order}"}
    with pytest.raises(BadInput):
        shop.cases.talks.reply(claim.number, KIM, "  ", claim.version, asks=True)
    assert shop.texts(claim) == before
    assert shop.store.claim(claim.number).version == claim.version
    shop.cases.talks.reply(claim.number, KIM, "Claim {number}, {name}", claim.version)
    assert shop.texts(claim)[-1] == f"Claim {claim.number}, Kim"


def test_internal_notes_are_for_staff_alone(shop: Shop) -> None:
    claim = shop.claim(photos=(1,), order="1001")
    shop.cases.talks.write_note(claim.number, KIM, "looks fishy to me")
    shop.store.life.move(claim.number, Status.IN_HAND, "kim", "also fishy", claim.version)
    history = shop.store.claim(claim.number).history
    assert [event.note for event in history if event.kind == INTERNAL] == ["looks fishy to me"]
    shop.say(claim.conversation, "How is my claim doing?")
    visit = shop.desk.start("en").id
    for text in (f"How is my claim {claim.number} doing?", "a@example.com"):
        shop.say(visit, text)
    told = " ".join(message.text for message in shop.desk.conversation(visit).messages)
    assert claim.number in told
    assert "fishy" not in told + " ".join(shop.texts(claim))


def test_an_answer_that_comes_while_staff_change_the_claim_is_not_lost(shop: Shop) -> None:
    claim = shop.claim()
    asked = shop.cases.talks.reply(claim.number, KIM, "Which one?", claim.version, asks=True)
    shop.store.life.assign(claim.number, "sam", "sam", "", asked.version)
    answered(shop.store, asked)  # read before Sam's change
    assert shop.store.claim(claim.number).status is Status.WAITING_FOR_STAFF
