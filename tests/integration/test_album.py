"""Photos of two products in one talk: each becomes a case of its own, and nothing that was sent is asked for again."""

import io
from collections.abc import Collection, Sequence

import numpy as np
import PIL.Image
import pytest
from PIL.Image import Image

from intake.claims.conversation import Asked
from intake.claims.model import Claim, Status
from intake.vision.types import Damage, Observation
from tests.fakes.parts import FERN, MUG, observation
from tests.integration.test_service import World, photo, world  # noqa: F401

FERN_SEED = 5


def is_fern(picture: Image) -> bool:
    sent = np.asarray(PIL.Image.open(io.BytesIO(photo(FERN_SEED))).convert("L"), float)
    return bool(np.corrcoef(sent.ravel(), np.asarray(picture.convert("L"), float).ravel())[0, 1] > 0.5)


@pytest.fixture
def table(world: World) -> World:  # noqa: F811
    """Photos of one seed show the fern mug with a chip, all others the dotted one with a crack."""

    def seen(photos: Sequence[Image], _text: str, _ordered: Collection[str]) -> Observation:
        return observation(FERN, damage=Damage.CHIP) if is_fern(photos[-1]) else observation(MUG, damage=Damage.CRACK)

    world.eyes.look_together = seen  # type: ignore[method-assign, assignment]
    return world


def opened(world: World) -> dict[str | None, Claim]:  # noqa: F811
    return {claim.facts.product: claim for claim in world.store.claims() if claim.status is Status.NEW}


@pytest.mark.parametrize("last", ["both are order 1004", "Order1004", "number is one zero zero four"])
def test_photos_sent_before_the_order_are_taken_apart(table: World, last: str) -> None:
    table.say("the dotted mug has a crack", photos=1)
    table.say("and the fern one has a chip", photos=1, seed=FERN_SEED)
    *_, reply = table.say(last)
    claims = opened(table)
    assert reply.asks is not Asked.PHOTO
    assert {sku: claim.decision.damage for sku, claim in claims.items()} == {MUG: Damage.CRACK, FERN: Damage.CHIP}
    assert claims[MUG].photos != claims[FERN].photos
    assert [len(claim.photos) for claim in claims.values()] == [1, 1]


def test_photos_of_one_thing_stay_together(table: World) -> None:
    table.say("the dotted mug has a crack", photos=1)
    table.say("closer", photos=1, seed=7)
    table.say("order 1004")
    (claim,) = opened(table).values()
    assert (claim.facts.product, len(claim.photos)) == (MUG, 2)


def test_a_person_who_takes_over_the_first_gets_the_photos_of_both(table: World) -> None:
    table.say("the dotted mug has a crack", photos=1)
    table.say("and the fern one has a chip", photos=1, seed=FERN_SEED)
    table.say("order 1004, and I want to talk to a person")
    (claim,) = table.store.claims()
    assert claim.status is Status.WAITING_FOR_STAFF
    assert len(claim.photos) == 2


@pytest.mark.parametrize(("words", "noted"), [("both new please", 2), ("a new one please", 1)])
def test_a_wish_for_both_is_noted_with_both(table: World, words: str, noted: int) -> None:
    table.say("the dotted mug has a crack", photos=1)
    table.say("and the fern one has a chip", photos=1, seed=FERN_SEED)
    table.say("order 1004")
    (reply,) = table.say(words)
    histories = [claim.history for claim in table.store.claims()]
    assert sum(history[-1].note == "wish: replacement" for history in histories) == noted
    assert sum(claim.number in reply.text for claim in table.store.claims()) == (2 if noted == 2 else 0)


def test_what_is_told_once_more_is_no_further_claim(table: World) -> None:
    table.say("the dotted mug from order 1004 has a crack", photos=1)
    table.say("the fern mug has a chip")
    table.say("once more: the fern mug has a chip, and the dotted mug has a crack")
    *_, reply = table.say("here is the fern mug", photos=1, seed=FERN_SEED)
    assert reply.asks is not Asked.PHOTO
    assert set(opened(table)) == {MUG, FERN}
    assert len(table.store.claims()) == 2


@pytest.mark.parametrize(("words", "waits"), [("oh, the fern mug is fine", False), ("the fern mug is worse", True)])
def test_what_is_fine_after_all_waits_no_more(table: World, words: str, waits: bool) -> None:
    table.say("order 1004: the dotted mug has a crack and the fern mug has a chip")
    table.say(words)
    replies = table.say("the dotted mug", photos=1)
    assert any(reply.asks is Asked.PHOTO for reply in replies) == waits
    assert MUG in opened(table)
