"""Which status a claim may take next, and who may move it there."""

from intake.claims.model import Status
from intake.errors import IllegalMove

LEGAL_MOVES: dict[Status, frozenset[Status]] = {
    Status.OPENED: frozenset({Status.WAITING_FOR_STAFF, Status.WAITING_FOR_CUSTOMER, Status.ACCEPTED, Status.CLOSED}),
    Status.WAITING_FOR_STAFF: frozenset({Status.WAITING_FOR_CUSTOMER, Status.ACCEPTED, Status.CLOSED}),
    Status.WAITING_FOR_CUSTOMER: frozenset({Status.WAITING_FOR_STAFF, Status.ACCEPTED, Status.CLOSED}),
    Status.ACCEPTED: frozenset({Status.WAITING_FOR_STAFF, Status.WAITING_FOR_CUSTOMER, Status.CLOSED}),
    Status.CLOSED: frozenset({Status.WAITING_FOR_STAFF}),
}

# A no is always a person's, and so is the end of a case: the others may only call for a person.
WITHOUT_STAFF_RIGHTS = frozenset({"intake", "customer"})
MOVES_OF_EVERYBODY = frozenset({Status.WAITING_FOR_STAFF})


def legal_moves(status: Status, actor: str) -> frozenset[Status]:
    """What `actor` ("customer", "intake" or a staff login) may turn a claim in `status` into."""
    moves = LEGAL_MOVES[status]
    return moves & MOVES_OF_EVERYBODY if actor in WITHOUT_STAFF_RIGHTS else moves


def check_move(status: Status, to: Status, actor: str) -> None:
    """Raise `IllegalMove` unless `actor` may move a claim from `status` to `to`."""
    if to not in legal_moves(status, actor):
        raise IllegalMove(f"{actor} can't move a claim from {status} to {to}.")
