"""Staff accounts in the database; what changes them is logged with who did it."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Connection, Engine, RowMapping, insert, select, update
from sqlalchemy.exc import IntegrityError

from intake.claims.access.audit import Action, record
from intake.claims.access.passwords import Account
from intake.claims.access.roles import Role
from intake.claims.claim_rows import one
from intake.claims.database import writing
from intake.claims.tables import accounts
from intake.errors import LastAdmin, LoginTaken


class AccountBook:
    """All accounts of one database. None is ever removed: its login stands in histories."""

    def __init__(self, engine: Engine, now: Callable[[], datetime]) -> None:
        self._engine, self._now = engine, now

    def get(self, login: str) -> Account | None:
        with self._engine.begin() as connection:
            row = connection.execute(select(accounts).where(accounts.c.login == login)).mappings().one_or_none()
        return _read(row) if row else None

    def all(self) -> tuple[Account, ...]:
        """By login, also those that are disabled."""
        with self._engine.begin() as connection:
            return _all(connection)

    def add(self, account: Account, by: str) -> None:
        """Raises `LoginTaken`."""
        try:
            with writing(self._engine) as connection:
                connection.execute(insert(accounts).values({**vars(account), "role": account.role.value}))
                record(connection, self._now(), by, Action.ACCOUNT_ADDED, account.login, role=account.role)
        except IntegrityError:
            raise LoginTaken(f"There is a login {account.login} already.", login=account.login) from None

    def set_password_hash(self, login: str, password_hash: str, by: str) -> None:
        """Raises `NotFound`."""
        with writing(self._engine) as connection:
            self._change(connection, login, by, {"password": "new"}, password_hash=password_hash)

    def set_role(self, login: str, role: Role, by: str) -> None:
        """Raises `NotFound`, and `LastAdmin` where nobody would be left to make another admin."""
        with writing(self._engine) as connection:
            self._change(connection, login, by, {"role": role}, role=role.value)

    def set_active(self, login: str, active: bool, by: str) -> None:
        """Raises `NotFound` and `LastAdmin`."""
        with writing(self._engine) as connection:
            self._change(connection, login, by, {"active": active}, active=active)

    def set_name(self, login: str, name: str, by: str) -> None:
        """Change what customers read; nobody is logged out. Raises `NotFound`."""
        with writing(self._engine) as connection:
            row = _row(connection, login)
            connection.execute(update(accounts).where(accounts.c.login == login).values(name=name))
            record(connection, self._now(), by, Action.ACCOUNT_CHANGED, row["login"], name=name)

    def _change(self, connection: Connection, login: str, by: str, told: dict[str, object], **values: object) -> None:
        # All rows locked in one order keep two admins from demoting each other at once; SQLite has locked everything.
        connection.execute(select(accounts.c.login).order_by(accounts.c.login).with_for_update())
        row = _row(connection, login)
        changed = update(accounts).where(accounts.c.login == login)
        connection.execute(changed.values(version=accounts.c.version + 1, **values))
        if _read(row).rules and not any(account.rules for account in _all(connection)):
            raise LastAdmin("Somebody has to stay admin.")
        record(connection, self._now(), by, Action.ACCOUNT_CHANGED, login, **told)


def _row(connection: Connection, login: str) -> RowMapping:
    return one(connection, select(accounts).where(accounts.c.login == login), "account")


def _all(connection: Connection) -> tuple[Account, ...]:
    rows = connection.execute(select(accounts).order_by(accounts.c.login)).mappings().all()
    return tuple(_read(row) for row in rows)


def _read(row: RowMapping) -> Account:
    return Account(**{**row, "role": Role(row["role"])})
