"""Runs the scripts side by side in their own time and compares what came of them."""

import heapq
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count, pairwise

from benchmarks.month.customers import SCRIPTS
from benchmarks.month.opening_times import DAYS, FIRST
from benchmarks.month.shop import Shop
from benchmarks.month.staff import Script
from intake.claims.counting.case_rows import CaseRow
from intake.claims.moves import LEGAL_MOVES
from intake.claims.telling.announce import Channel
from intake.figures.definitions import figures
from intake.figures.lives import errors, escalation
from intake.figures.material import Material
from intake.figures.source import gather

MIDNIGHT = datetime(FIRST.year, FIRST.month, FIRST.day, tzinfo=UTC)
LOOKED_AT = MIDNIGHT + timedelta(days=DAYS + 50)  # everybody has had the time to come back
TOLERANCE = 1e-6


def play(shop: Shop, customers: int) -> None:
    """So many customers, spread over the month; each goes on at the time that it names."""
    order = count()
    scripts = [script for script, often in SCRIPTS.items() for _ in range(max(1, round(customers * often / 1000)))]
    seconds = DAYS * 24 * 3600
    starts = (MIDNIGHT + timedelta(seconds=shop.random.randrange(seconds)) for _ in scripts)
    due = [(at, next(order), script(shop)) for at, script in zip(starts, scripts, strict=True)]
    heapq.heapify(due)
    while due:
        at, _, script = heapq.heappop(due)
        shop.travel(at)
        for then in _step(script):
            heapq.heappush(due, (then, next(order), script))


def _step(script: Script) -> Iterator[datetime]:
    then = next(script, None)
    if then is not None:
        yield then


def material(shop: Shop) -> Material:
    shop.travel(LOOKED_AT)
    last = FIRST + timedelta(DAYS + 50)
    return gather(shop.store.figures, FIRST, last, shop.limits, None, LOOKED_AT)


def differences(shop: Shop, counted: Material) -> list[str]:
    """Where the figures are not what the script counted."""
    found, expected = figures(counted), shop.ledger.count()
    wrong = [
        f"{key}: {found[key].value} of {found[key].of} instead of {value} of {of}"
        for key, (value, of) in expected.items()
        if found[key].of != of or not _same(found[key].value, value)
    ]
    tables = {
        "reasons": (Counter(reason for case in counted.cases for reason in escalation(case)), shop.ledger.reasons()),
        "errors": (Counter(error for case in counted.cases for error in errors(case)), shop.ledger.errors()),
        "ends": (Counter(contact.end for contact in counted.contacts), shop.ledger.ends),
    }
    return wrong + [f"{name}: {got} instead of {want}" for name, (got, want) in tables.items() if got != want]


def _same(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) < TOLERANCE


def illegal_moves(cases: tuple[CaseRow, ...]) -> list[str]:
    """Pairs of statuses in any history that the state machine doesn't allow, and claims whose status isn't the last."""
    found = []
    for case in cases:
        statuses = [event.status for event in case.history if event.status]
        found += [f"{case.number}: {a} to {b}" for a, b in pairwise(statuses) if b not in LEGAL_MOVES[a]]
        if statuses[-1] is not case.status:
            found.append(f"{case.number} is {case.status} and not {statuses[-1]}")
    return found


def wrong_notices(shop: Shop) -> list[str]:
    """Where the outbox doesn't hold one call of the shop's system for each change that the script made."""
    found = Counter(n.kind for n in shop.store.outbox.all(limit=10**9) if n.channel is Channel.WEBHOOK)
    kinds = found.keys() | shop.ledger.notices.keys()
    return [f"{k}: {found[k]} instead of {shop.ledger.notices[k]}" for k in kinds if found[k] != shop.ledger.notices[k]]


def audit_faults(shop: Shop) -> list[str]:
    verdict = shop.store.audit.verify(shop.head)
    return [f"entry {verdict.broken}: {verdict.fault}"] if verdict.fault else []


def all_cases(shop: Shop) -> tuple[CaseRow, ...]:
    """Merged ones included."""
    return shop.store.figures.cases(MIDNIGHT, LOOKED_AT)
