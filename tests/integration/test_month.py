"""A scripted month of a shop in small; `python -m benchmarks.month` plays it with thousands of customers."""

from collections.abc import Iterator

import pytest
import time_machine

from benchmarks.month.run import (
    MIDNIGHT,
    all_cases,
    audit_faults,
    differences,
    illegal_moves,
    material,
    play,
    wrong_notices,
)
from benchmarks.month.shop import Shop, shop
from intake.claims.model import Reason, Track

CUSTOMERS = 60


@pytest.fixture(scope="module")
def month(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """After the last customer's last word."""
    with (
        time_machine.travel(MIDNIGHT, tick=False) as clock,
        shop(tmp_path_factory.mktemp("month"), clock.move_to, seed=2) as world,
    ):
        play(world, CUSTOMERS)
        yield world


def test_every_track_and_every_reason_occurs(month: Shop) -> None:
    assert {case.track for case in all_cases(month)} >= set(Track)
    assert month.ledger.reasons().keys() >= set(Reason)


def test_no_claim_ever_moved_as_it_may_not(month: Shop) -> None:
    assert illegal_moves(all_cases(month)) == []


def test_figures_are_what_the_script_counted(month: Shop) -> None:
    assert differences(month, material(month)) == []


def test_every_change_is_in_the_outbox(month: Shop) -> None:
    assert wrong_notices(month) == []


def test_the_audit_log_is_whole(month: Shop) -> None:
    assert audit_faults(month) == []
