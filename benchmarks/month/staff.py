"""What staff do with a case, in their hours; each step is noted in the ledger."""

from collections.abc import Generator
from datetime import datetime, timedelta

from benchmarks.month.ledger import Noted
from benchmarks.month.opening_times import at_work
from benchmarks.month.shop import KIM, SAM, Shop
from intake.claims.access.roles import Actor
from intake.claims.model import IN_MONEY, Claim, Resolution, Settlement, Status

Script = Generator[datetime, None, None]  # yields when to go on


def later(shop: Shop, least: float, most: float) -> datetime:
    """In so many hours, at a whole second."""
    return shop.now + timedelta(seconds=shop.random.randint(int(least * 3600), int(most * 3600)))


def at_desk(shop: Shop, least: float, most: float) -> datetime:
    """The same, when somebody is at work."""
    return at_work(later(shop, least, most))


def settle(shop: Shop, noted: Noted, who: Actor, resolution: Resolution, amount: float = 30.0) -> Script:
    """The customer is told what they get; above the limit of approval a second person agrees first."""
    claim = shop.store.claim(noted.number)
    money = amount if resolution in IN_MONEY else None
    settlement = Settlement(resolution, who.login, money, keeps_item=resolution is Resolution.PARTIAL_REFUND)
    claim = shop.cases.settling.settle(noted.number, who, settlement, "", claim.version)
    if claim.settlement and not claim.settlement.approved_by:
        yield at_desk(shop, 0.2, 2)
        version = shop.store.claim(noted.number).version
        shop.cases.settling.approve(noted.number, SAM if who is KIM else KIM, "seen", version)
    shop.ledger.notices["claim.accepted"] += 1


def fulfil(shop: Shop, noted: Noted) -> Script:
    """What was settled is carried out."""
    yield at_desk(shop, 1, 20)
    move(shop, noted, Status.RESOLVED, SAM)
    solve(shop, noted)


def close(shop: Shop, noted: Noted, who: Actor) -> Script:
    yield at_desk(shop, 2, 40)
    claim = move(shop, noted, Status.CLOSED, who)
    shop.cases.talks.tell(claim, "Closed.", who)
    solve(shop, noted)


def move(shop: Shop, noted: Noted, to: Status, who: Actor) -> Claim:
    shop.ledger.notices[f"claim.{to}"] += 1
    return shop.store.life.move(noted.number, to, who.login, "", shop.store.claim(noted.number).version)


def solve(shop: Shop, noted: Noted) -> None:
    """The first solution, where it is the first; the work of the last stretch ends."""
    noted.ended = True
    if noted.solved_at is None:
        noted.solved_at = shop.now
        since = noted.worked.pop()[0]
        noted.worked.append((since, shop.now))


def pause(shop: Shop, noted: Noted) -> None:
    """From now on the customer is waited for."""
    if noted.solved_at is None:
        noted.worked[-1] = (noted.worked[-1][0], shop.now)


def go_on(shop: Shop, noted: Noted) -> None:
    if noted.solved_at is None:
        noted.worked.append((shop.now, shop.now))


def answered(shop: Shop, noted: Noted, called: datetime) -> None:
    """A person told the customer something."""
    noted.first_answer = noted.first_answer or (called, shop.now)
