"""What happens in the chat once a claim has ended; the real desk over a real database."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from intake.claims.access.roles import Actor, Role
from intake.claims.model import Claim, Status
from intake.claims.status_link import status_path
from tests.fakes.shops import Shop, shop

KIM = Actor("kim", "Kim", Role.AGENT)


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Shop]:
    with shop(tmp_path) as one:
        yield one


@pytest.fixture
def claim(kept: Shop) -> Claim:
    return kept.claim()


def close(kept: Shop, claim: Claim) -> None:
    kept.staff.close(claim.number, KIM, "done", kept.store.claim(claim.number).version)


def offered(kept: Shop, claim: Claim) -> list[str]:
    return [choice.action for choice in kept.desk.beside(kept.desk.conversation(claim.conversation)).choices]


def test_the_chat_links_to_the_page_of_each_claim(kept: Shop, claim: Claim) -> None:
    links = kept.desk.beside(kept.desk.conversation(claim.conversation)).links
    assert links == {claim.number: status_path(claim.number, claim.conversation)}


def test_a_claim_of_another_talk_is_linked_by_its_own_key(kept: Shop, claim: Claim) -> None:
    """Whoever comes back and names number and e-mail address."""
    talk = kept.desk.start("en").id
    order = claim.facts.order
    assert order
    kept.say(talk, f"How is my claim {claim.number}? My address is {order.email}")
    links = kept.desk.beside(kept.desk.conversation(talk)).links
    assert links == {claim.number: status_path(claim.number, claim.conversation)}


def test_the_photo_of_a_claim_does_not_open_the_talk_it_was_made_in(kept: Shop, claim: Claim) -> None:
    talk = kept.desk.start("en").id
    seed = int(str(claim.facts.order_number))  # the photo that the claim was made with
    kept.say(talk, f"My mug arrived with a crack, order {seed}", photos=[seed])
    again = kept.desk.conversation(talk)
    assert again.claim == claim.number  # it goes on
    assert kept.desk.beside(again).links == {}


def test_the_question_is_put_once_the_claim_is_closed(kept: Shop, claim: Claim) -> None:
    assert offered(kept, claim) == []
    close(kept, claim)
    assert offered(kept, claim) == ["solved:yes", "solved:no"]


def test_yes_is_asked_on_and_kept(kept: Shop, claim: Claim) -> None:
    close(kept, claim)
    (reply,) = kept.say(claim.conversation, action="solved:yes")
    assert [choice.action for choice in reply.choices] == [f"rating:{n}" for n in range(1, 6)]
    assert offered(kept, claim) == []
    kept.say(claim.conversation, action="rating:5")
    answer = kept.store.feedback.last(claim.number)
    assert answer
    assert (answer.solved, answer.rating) == (True, 5)
    said = [message.text for message in kept.desk.conversation(claim.conversation).messages]
    assert "Yes, solved" in said
    assert kept.store.claim(claim.number).status is Status.CLOSED


def test_no_brings_a_person_and_silences_the_machine(kept: Shop, claim: Claim) -> None:
    close(kept, claim)
    (reply,) = kept.say(claim.conversation, action="solved:no")
    assert claim.number in reply.text
    assert kept.store.claim(claim.number).status is Status.WAITING_FOR_STAFF
    assert kept.desk.conversation(claim.conversation).with_person
    assert offered(kept, claim) == []


@pytest.mark.parametrize("action", ["solved:yes", "solved:no", "rating:3"])
def test_a_button_of_an_old_page_changes_nothing(kept: Shop, claim: Claim, action: str) -> None:
    kept.say(claim.conversation, action=action)
    assert kept.store.claim(claim.number) == claim
    assert kept.store.feedback.last(claim.number) is None


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("please go on with it after all", Status.WAITING_FOR_STAFF),
        ("thanks", Status.WITHDRAWN),
        ("ok", Status.WITHDRAWN),
    ],
)
def test_writing_again_takes_a_withdrawn_claim_up(kept: Shop, claim: Claim, text: str, status: Status) -> None:
    kept.desk.aftercare.withdraw(claim, "")
    kept.say(claim.conversation, text)
    assert kept.store.claim(claim.number).status is status
