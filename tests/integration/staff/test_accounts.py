"""The services refuse by themselves what a role may not, whatever route or handler calls them."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from intake.claims.access.accounts import AccountBook
from intake.claims.access.audit_head import AuditHead
from intake.claims.access.passwords import Accounts
from intake.claims.access.roles import Actor, Role
from intake.claims.store import Store
from intake.errors import NotAllowed
from intake.staff.accounts import StaffAccounts
from intake.staff.audit import AuditDesk
from tests.unit.claims.test_accounts import QUICK

ADMIN = Actor("kim", "Kim", Role.ADMIN)
STEPS: list[Callable[[StaffAccounts, Actor], object]] = [
    lambda accounts, actor: accounts.all(actor),
    lambda accounts, actor: accounts.add(actor, "noa", "", Role.ADMIN),
    lambda accounts, actor: accounts.set_password(actor, "staff"),
    lambda accounts, actor: accounts.set_role(actor, "staff", Role.ADMIN),
    lambda accounts, actor: accounts.set_active(actor, "staff", True),
    lambda accounts, actor: accounts.set_name(actor, "staff", "Noa"),
    lambda accounts, actor: accounts.change(actor, "staff", "Noa", Role.ADMIN),
]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store.open(f"sqlite:///{tmp_path / 'intake.db'}")
    yield store
    store.close()


@pytest.fixture
def book(store: Store) -> AccountBook:
    return store.accounts


@pytest.fixture
def accounts(store: Store, book: AccountBook) -> StaffAccounts:
    accounts = StaffAccounts(book, Accounts(book, QUICK), store.audit)
    assert accounts.ensure_admin() is not None
    return accounts


def test_the_first_start_makes_one_admin(accounts: StaffAccounts, book: AccountBook) -> None:
    assert [(account.login, account.role) for account in book.all()] == [("staff", Role.ADMIN)]
    assert accounts.ensure_admin() is None


@pytest.mark.parametrize("step", STEPS)
def test_only_admins_manage_accounts(
    accounts: StaffAccounts, book: AccountBook, step: Callable[[StaffAccounts, Actor], object]
) -> None:
    before = book.all()
    for role in (Role.AGENT, Role.LEAD):
        with pytest.raises(NotAllowed):
            step(accounts, Actor("sam", "Sam", role))
    assert book.all() == before
    step(accounts, ADMIN)


def test_only_admins_read_the_log(store: Store, tmp_path: Path) -> None:
    audit = AuditDesk(store.audit, AuditHead(tmp_path / "audit.head"))
    for role in (Role.AGENT, Role.LEAD):
        with pytest.raises(NotAllowed):
            audit.entries(Actor("sam", "Sam", role))
        with pytest.raises(NotAllowed):
            audit.verify(Actor("sam", "Sam", role))
    assert audit.entries(ADMIN) == ()
