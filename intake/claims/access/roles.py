"""Who of staff may do what: three roles, each may what the ones before it may."""

from dataclasses import dataclass
from enum import StrEnum

from intake.errors import NotAllowed


class Role(StrEnum):
    """From the fewest rights to the most."""

    AGENT = "agent"
    LEAD = "lead"
    ADMIN = "admin"


class Permission(StrEnum):
    """What a person of staff may be allowed to do."""

    WORK_CLAIMS = "work_claims"  # read and move claims, talk to customers, correct and take back own corrections
    SEE_FIGURES = "see_figures"
    PUBLISH_RULES = "publish_rules"
    APPROVE_SETTLEMENTS = "approve_settlements"
    SHARE_VIEWS = "share_views"  # of the queue, with everybody
    TAKE_BACK_OF_OTHERS = "take_back_of_others"  # corrections that somebody else made
    MANAGE_ACCOUNTS = "manage_accounts"
    MANAGE_NOTICES = "manage_notices"
    READ_AUDIT = "read_audit"


# The lowest role that may.
PERMISSIONS: dict[Permission, Role] = {
    Permission.WORK_CLAIMS: Role.AGENT,
    Permission.SEE_FIGURES: Role.LEAD,
    Permission.PUBLISH_RULES: Role.LEAD,
    Permission.APPROVE_SETTLEMENTS: Role.LEAD,
    Permission.SHARE_VIEWS: Role.LEAD,
    Permission.TAKE_BACK_OF_OTHERS: Role.LEAD,
    Permission.MANAGE_ACCOUNTS: Role.ADMIN,
    Permission.MANAGE_NOTICES: Role.ADMIN,
    Permission.READ_AUDIT: Role.ADMIN,
}
_RANKS = list(Role)


@dataclass(frozen=True)
class Actor:
    """A person of staff who does something; `name` is what customers read."""

    login: str
    name: str
    role: Role

    def may(self, permission: Permission) -> bool:
        return _RANKS.index(self.role) >= _RANKS.index(PERMISSIONS[permission])

    def require(self, permission: Permission) -> None:
        """Raises NotAllowed."""
        if not self.may(permission):
            raise NotAllowed(
                f"{self.login} ({self.role}) may not do this; it takes the role {PERMISSIONS[permission]}."
            )


# Whoever has the shell of the machine has the database as well.
COMMAND_LINE = Actor("command line", "command line", Role.ADMIN)
