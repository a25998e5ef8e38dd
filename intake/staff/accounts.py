"""Who of staff may come in, and what admins do with accounts. Every step is logged."""

from collections.abc import Sequence

from intake.claims.access.accounts import AccountBook
from intake.claims.access.audit import Action
from intake.claims.access.audit_book import AuditBook
from intake.claims.access.passwords import Account, Accounts, checked_login, new_password
from intake.claims.access.roles import COMMAND_LINE, Actor, Permission, Role
from intake.errors import LoginTaken

FIRST_LOGIN = "staff"
NOBODY = "nobody"  # who failed to log in


class StaffAccounts:
    """Accounts of staff. What only admins may do raises `NotAllowed` for others."""

    def __init__(self, book: AccountBook, passwords: Accounts, audit: AuditBook) -> None:
        self._book, self._passwords, self._audit = book, passwords, audit

    def log_in(self, login: str, password: str) -> Account | None:
        """The account, where it is active and the password right; see `Accounts.verify` for the brake."""
        account = self._passwords.verify(login, password)
        if account:
            self._audit.write(account.login, Action.LOGGED_IN)
        else:
            # What nobody knows as a login may well be a password that was typed into the wrong field.
            known = self._book.get(login.strip().lower())
            self._audit.write(NOBODY, Action.LOGIN_FAILED, known.login if known else "")
        return account

    def log_out(self, actor: Actor) -> None:
        self._audit.write(actor.login, Action.LOGGED_OUT)

    def get(self, login: str) -> Account | None:
        return self._book.get(login)

    def all(self, actor: Actor) -> Sequence[Account]:
        """By login, also those that are disabled."""
        actor.require(Permission.MANAGE_ACCOUNTS)
        return self._book.all()

    def add(self, actor: Actor, login: str, name: str, role: Role, password: str = "") -> str:
        """Make an account; returns its password, a new one unless given.

        Raises `LoginUnfit`, `LoginTaken` and `PasswordUnfit`.
        """
        actor.require(Permission.MANAGE_ACCOUNTS)
        password = password or new_password()
        account = Account(checked_login(login), self._passwords.hashed(password), role, name.strip())
        self._book.add(account, actor.login)
        return password

    def set_password(self, actor: Actor, login: str, password: str = "") -> str:
        """Give an account another password, a new one unless given, and return it. Its sessions end.

        Raises `NotFound` and `PasswordUnfit`.
        """
        actor.require(Permission.MANAGE_ACCOUNTS)
        password = password or new_password()
        self._book.set_password_hash(login, self._passwords.hashed(password), actor.login)
        return password

    def change_own_password(self, actor: Actor, old: str, new: str) -> bool:
        """Whether `old` was right; all sessions of the account end. Raises `PasswordUnfit`."""
        if self._passwords.verify(actor.login, old) is None:
            return False
        self._book.set_password_hash(actor.login, self._passwords.hashed(new), actor.login)
        return True

    def change(self, actor: Actor, login: str, name: str, role: Role) -> None:
        """Set name and role where they differ. Raises `NotFound` and `LastAdmin`."""
        actor.require(Permission.MANAGE_ACCOUNTS)
        account = self._book.get(login)
        if account is None or account.role is not role:
            self.set_role(actor, login, role)
        if account is None or account.name != name.strip():
            self.set_name(actor, login, name)

    def set_role(self, actor: Actor, login: str, role: Role) -> None:
        """The account's sessions end. Raises `NotFound` and `LastAdmin`."""
        actor.require(Permission.MANAGE_ACCOUNTS)
        self._book.set_role(login, role, actor.login)

    def set_active(self, actor: Actor, login: str, active: bool) -> None:
        """The account's sessions end. Raises `NotFound` and `LastAdmin`."""
        actor.require(Permission.MANAGE_ACCOUNTS)
        self._book.set_active(login, active, actor.login)

    def set_name(self, actor: Actor, login: str, name: str) -> None:
        """What customers read. Raises `NotFound`."""
        actor.require(Permission.MANAGE_ACCOUNTS)
        self._book.set_name(login, name.strip(), actor.login)

    def ensure_admin(self) -> tuple[str, str] | None:
        """Where nobody is admin, make the login "staff" one; returns it with its password, else `None`."""
        if any(account.rules for account in self._book.all()):
            return None
        try:
            return FIRST_LOGIN, self.add(COMMAND_LINE, FIRST_LOGIN, "", Role.ADMIN)
        except LoginTaken:  # another process was quicker
            return None
