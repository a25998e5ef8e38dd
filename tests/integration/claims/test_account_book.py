"""Accounts over a real database, with what the audit log says about them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from intake.claims.access.passwords import Account
from intake.claims.access.roles import Role
from intake.claims.database import upgrade
from intake.claims.store import Store
from intake.errors import LastAdmin, LoginTaken, NotFound


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store.open(f"sqlite:///{tmp_path / 'intake.db'}")
    store.accounts.add(Account("kim", "hash", Role.ADMIN, "Kim"), "command line")
    store.accounts.add(Account("sam", "hash", Role.AGENT), "kim")
    yield store
    store.close()


def test_accounts_are_kept(store: Store) -> None:
    assert store.accounts.get("kim") == Account("kim", "hash", Role.ADMIN, "Kim", active=True, version=1)
    assert [account.login for account in store.accounts.all()] == ["kim", "sam"]
    assert store.accounts.get("nobody") is None


def test_no_login_is_given_twice(store: Store) -> None:
    with pytest.raises(LoginTaken):
        store.accounts.add(Account("sam", "other", Role.ADMIN), "kim")
    sam = store.accounts.get("sam")
    assert sam is not None
    assert (sam.password_hash, sam.role) == ("hash", Role.AGENT)


def test_each_change_that_matters_to_sessions_is_a_new_version(store: Store) -> None:
    store.accounts.set_role("sam", Role.LEAD, "kim")
    store.accounts.set_password_hash("sam", "new", "kim")
    store.accounts.set_active("sam", False, "kim")
    store.accounts.set_name("sam", "Sam", "kim")
    assert store.accounts.get("sam") == Account("sam", "new", Role.LEAD, "Sam", active=False, version=4)


def test_somebody_stays_admin(store: Store) -> None:
    with pytest.raises(LastAdmin):
        store.accounts.set_role("kim", Role.LEAD, "kim")
    with pytest.raises(LastAdmin):
        store.accounts.set_active("kim", False, "kim")
    store.accounts.set_role("sam", Role.ADMIN, "kim")
    store.accounts.set_active("sam", False, "kim")
    with pytest.raises(LastAdmin):
        store.accounts.set_role("kim", Role.AGENT, "kim")
    store.accounts.set_active("sam", True, "kim")
    store.accounts.set_role("kim", Role.AGENT, "kim")
    assert [account.login for account in store.accounts.all() if account.rules] == ["sam"]


def test_changes_are_logged_with_who_did_them_and_without_the_password(store: Store) -> None:
    store.accounts.set_role("sam", Role.LEAD, "kim")
    store.accounts.set_password_hash("sam", "secret hash", "kim")
    with pytest.raises(LastAdmin):
        store.accounts.set_active("kim", False, "sam")
    told = [(entry.actor, entry.action, entry.subject, entry.detail) for entry in store.audit.entries()]
    assert told == [
        ("kim", "account_changed", "sam", '{"password": "new"}'),
        ("kim", "account_changed", "sam", '{"role": "lead"}'),
        ("kim", "account_added", "sam", '{"role": "agent"}'),
        ("command line", "account_added", "kim", '{"role": "admin"}'),
    ]


def test_who_is_not_there_can_not_be_changed(store: Store) -> None:
    with pytest.raises(NotFound):
        store.accounts.set_role("nobody", Role.LEAD, "kim")


def test_whoever_had_an_account_before_there_were_roles_is_admin(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'old.db'}"
    engine = create_engine(url)
    with engine.begin() as connection:
        upgrade(connection, "0004")
        connection.exec_driver_sql("INSERT INTO accounts VALUES ('staff', 'hash')")
    engine.dispose()
    store = Store.open(url)
    assert store.accounts.all() == (Account("staff", "hash", Role.ADMIN),)
    store.close()
