import pytest

from intake.claims.model import Status
from intake.claims.moves import ENDS, LEGAL_MOVES, OPEN, check_move, legal_moves
from intake.errors import IllegalMove


def test_every_status_leads_somewhere_else() -> None:
    assert set(LEGAL_MOVES) == set(Status)
    assert all(moves and status not in moves for status, moves in LEGAL_MOVES.items())


@pytest.mark.parametrize("status", Status)
def test_the_machine_only_calls_a_person(status: Status) -> None:
    assert legal_moves(status, "intake") <= {Status.WAITING_FOR_STAFF}


@pytest.mark.parametrize("status", Status)
def test_customers_call_a_person_or_withdraw(status: Status) -> None:
    assert legal_moves(status, "customer") <= {Status.WAITING_FOR_STAFF, Status.WITHDRAWN}
    if status in OPEN:
        check_move(status, Status.WITHDRAWN, "customer")


@pytest.mark.parametrize("status", set(Status) - {Status.WAITING_FOR_STAFF})
def test_a_person_can_be_called_from_everywhere(status: Status) -> None:
    check_move(status, Status.WAITING_FOR_STAFF, "customer")


@pytest.mark.parametrize("status", ENDS)
def test_what_ended_is_only_reopened(status: Status) -> None:
    assert legal_moves(status, "kim") <= {Status.WAITING_FOR_STAFF, Status.IN_HAND}
    with pytest.raises(IllegalMove):
        check_move(status, Status.ACCEPTED, "kim")


def test_nothing_is_carried_out_before_it_was_accepted() -> None:
    assert [status for status, moves in LEGAL_MOVES.items() if Status.RESOLVED in moves] == [Status.ACCEPTED]
