import pytest

from intake.claims.model import Status
from intake.claims.moves import LEGAL_MOVES, check_move, legal_moves
from intake.errors import IllegalMove


def test_every_status_leads_somewhere_else() -> None:
    assert set(LEGAL_MOVES) == set(Status)
    assert all(moves and status not in moves for status, moves in LEGAL_MOVES.items())


@pytest.mark.parametrize("actor", ["intake", "customer"])
@pytest.mark.parametrize("status", Status)
def test_only_staff_accepts_or_closes(status: Status, actor: str) -> None:
    assert legal_moves(status, actor) <= {Status.WAITING_FOR_STAFF}


@pytest.mark.parametrize("status", set(Status) - {Status.WAITING_FOR_STAFF})
def test_a_person_can_be_called_from_everywhere(status: Status) -> None:
    check_move(status, Status.WAITING_FOR_STAFF, "customer")


def test_a_closed_claim_is_only_reopened() -> None:
    check_move(Status.CLOSED, Status.WAITING_FOR_STAFF, "anna")
    with pytest.raises(IllegalMove):
        check_move(Status.CLOSED, Status.ACCEPTED, "anna")
