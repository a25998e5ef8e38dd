"""The states of a claim: what may follow what, and who may move it there."""

from intake.claims.model import Status
from intake.errors import IllegalMove

CUSTOMER, INTAKE = "customer", "intake"

ENDS = frozenset({Status.CLOSED, Status.WITHDRAWN, Status.MERGED})
_AT_WORK = frozenset({Status.WAITING_FOR_STAFF, Status.WAITING_FOR_CUSTOMER, Status.IN_HAND})

LEGAL_MOVES: dict[Status, frozenset[Status]] = {
    Status.NEW: _AT_WORK | {Status.ACCEPTED} | ENDS,
    Status.WAITING_FOR_STAFF: (_AT_WORK | {Status.ACCEPTED} | ENDS) - {Status.WAITING_FOR_STAFF},
    Status.WAITING_FOR_CUSTOMER: (_AT_WORK | {Status.ACCEPTED} | ENDS) - {Status.WAITING_FOR_CUSTOMER},
    Status.IN_HAND: (_AT_WORK | {Status.ACCEPTED} | ENDS) - {Status.IN_HAND},
    Status.ACCEPTED: _AT_WORK | {Status.RESOLVED} | ENDS,
    Status.RESOLVED: frozenset({Status.CLOSED, Status.IN_HAND, Status.WAITING_FOR_STAFF}),
    # What ended is opened again, and its history goes on.
    Status.CLOSED: frozenset({Status.IN_HAND, Status.WAITING_FOR_STAFF}),
    Status.WITHDRAWN: frozenset({Status.IN_HAND, Status.WAITING_FOR_STAFF}),
    Status.MERGED: frozenset({Status.WAITING_FOR_STAFF}),
}

OPEN = frozenset(Status) - ENDS - {Status.RESOLVED}

# A no is always a person's, and so is the end of a case: the machine may only call for a person, and customers may
# also take back what they asked for.
_OF: dict[str, dict[Status, frozenset[Status]]] = {
    INTAKE: {status: moves & {Status.WAITING_FOR_STAFF} for status, moves in LEGAL_MOVES.items()},
    CUSTOMER: {status: moves & {Status.WAITING_FOR_STAFF, Status.WITHDRAWN} for status, moves in LEGAL_MOVES.items()},
}


def legal_moves(status: Status, actor: str) -> frozenset[Status]:
    """What `actor` ("customer", "intake" or a staff login) may turn a claim in `status` into."""
    return _OF.get(actor, LEGAL_MOVES)[status]


def check_move(status: Status, to: Status, actor: str) -> None:
    """Raise `IllegalMove` unless `actor` may move a claim from `status` to `to`."""
    if to not in legal_moves(status, actor):
        raise IllegalMove(f"{actor} can't move a claim from {status} to {to}.")
