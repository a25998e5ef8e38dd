import pytest

from intake.claims.access.roles import PERMISSIONS, Actor, Permission, Role
from intake.errors import NotAllowed


def actor(role: Role) -> Actor:
    return Actor("kim", "Kim", role)


def test_every_permission_belongs_to_a_role() -> None:
    assert set(PERMISSIONS) == set(Permission)


def test_a_higher_role_may_all_that_a_lower_one_may() -> None:
    allowed = [{p for p in Permission if actor(role).may(p)} for role in Role]
    assert allowed[0] < allowed[1] < allowed[2] == set(Permission)


def test_an_agent_works_claims_and_nothing_else() -> None:
    assert [p for p in Permission if actor(Role.AGENT).may(p)] == [Permission.WORK_CLAIMS]


def test_what_is_not_allowed_is_refused_in_words() -> None:
    actor(Role.LEAD).require(Permission.APPROVE_SETTLEMENTS)
    with pytest.raises(NotAllowed, match="takes the role admin"):
        actor(Role.LEAD).require(Permission.READ_AUDIT)
