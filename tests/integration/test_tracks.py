"""What a legal ground means for the customer's case, and who is told the days of an order."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from dateutil.relativedelta import relativedelta

from intake.claims.model import Track
from intake.dialogue.written import day
from tests.integration.test_service import World, world  # noqa: F401

BUYER, OTHER = "a@example.com", "b@example.com"
DELIVERED = {"1001": 3, "1002": 890}  # days ago


def delivered(order: str = "1001") -> date:
    """Counted when a test runs: a run may last past midnight."""
    return date.today() - timedelta(DELIVERED[order])


def written(*days: date) -> set[str]:
    return {day(one, "en") for one in days}


def test_an_opened_claim_tells_its_buyer_the_days(world: World) -> None:  # noqa: F811
    (reply,) = world.say(f"My mug arrived with a crack, order 1001, {BUYER}", photos=1)
    assert "damage in transport" in reply.text
    first = delivered()
    assert all(one in reply.text for one in written(first, first + timedelta(7), first + relativedelta(years=2)))


def test_the_number_alone_tells_what_the_ground_is_and_no_day(world: World) -> None:  # noqa: F811
    (reply,) = world.say("My mug arrived with a crack, order 1001", photos=1)
    assert "7 days from delivery" in reply.text
    assert day(delivered(), "en") not in reply.text


@pytest.mark.parametrize(
    ("track", "order", "email", "period"),
    [
        (Track.WITHDRAWAL, "1001", BUYER, timedelta(14)),
        (Track.WARRANTY, "1001", BUYER, relativedelta(years=1)),
        (Track.WARRANTY, "1002", OTHER, relativedelta(years=2)),
        (Track.WITHDRAWAL, "1002", OTHER, timedelta(14)),
    ],
)
def test_a_question_is_answered_with_the_quotation_and_the_buyers_own_days(
    world: World,  # noqa: F811
    track: Track,
    order: str,
    email: str,
    period: timedelta | relativedelta,
) -> None:
    world.knowledge.quote = replace(world.knowledge.quote, track=track)
    (reply,) = world.say(f"How long is the return period, order {order}, {email}?")
    assert reply.citations
    assert day(delivered(order) + period, "en") in reply.text


def test_who_guesses_is_told_no_day_and_is_braked(world: World) -> None:  # noqa: F811
    guesses = [world.say(f"How long is the return period, order 1001, x{n}@example.com?")[0] for n in range(11)]
    (right,) = world.say(f"How long is the return period, order 1001, {BUYER}?")
    assert not any("delivered on" in reply.text for reply in [*guesses, right])


def test_the_buyer_asks_as_often_as_they_like(world: World) -> None:  # noqa: F811
    for _ in range(12):
        (reply,) = world.say(f"How long is the return period, order 1001, {BUYER}?")
    assert "delivered on" in reply.text
