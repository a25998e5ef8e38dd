from typing import Literal

import pytest
from argon2 import PasswordHasher

from intake.claims.accounts import GUESSES, LONGEST, Accounts, ensure_first_login

QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


class FakeHashes:
    """A store in memory that remembers what it was asked."""

    def __init__(self) -> None:
        self.hashes: dict[str, str] = {}
        self.asked: list[str] = []

    def set_password_hash(self, login: str, password_hash: str) -> None:
        self.hashes[login] = password_hash

    def password_hash(self, login: str) -> str | None:
        self.asked.append(login)
        return self.hashes.get(login)


class CountingHasher(PasswordHasher):
    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)
        self.verified = 0

    def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:
        self.verified += 1
        return super().verify(hash, password)


@pytest.fixture
def store() -> FakeHashes:
    return FakeHashes()


def test_first_login_is_made_once(store: FakeHashes) -> None:
    first = ensure_first_login(store, QUICK)
    assert first is not None
    login, password = first
    assert login == "staff"
    assert len(password) >= 16
    assert Accounts(store, QUICK).verify(login, password)
    assert ensure_first_login(store, QUICK) is None


def test_the_password_is_not_kept(store: FakeHashes) -> None:
    _, password = ensure_first_login(store, QUICK) or ("", "")
    assert store.hashes["staff"].startswith("$argon2id$")
    assert password not in store.hashes["staff"]


@pytest.mark.parametrize(("login", "password"), [("staff", "wrong"), ("staff", ""), ("nobody", "right"), ("", "")])
def test_wrong_is_refused(store: FakeHashes, login: str, password: str) -> None:
    store.set_password_hash("staff", QUICK.hash("right"))
    accounts = Accounts(store, QUICK)
    assert not accounts.verify(login, password)
    assert accounts.verify("staff", "right")


def test_a_damaged_hash_lets_nobody_in(store: FakeHashes) -> None:
    store.set_password_hash("staff", "damaged")
    assert not Accounts(store, QUICK).verify("staff", "damaged")


def test_unknown_logins_cost_the_same_work(store: FakeHashes) -> None:
    hasher = CountingHasher()
    Accounts(store, hasher).verify("nobody", "password")
    assert hasher.verified == 1


def test_guessing_is_stopped_for_that_login_only(store: FakeHashes) -> None:
    store.set_password_hash("staff", QUICK.hash("right"))
    store.set_password_hash("other", QUICK.hash("right"))
    accounts = Accounts(store, QUICK)
    for _ in range(GUESSES.amount):
        accounts.verify("staff", "wrong")
    assert not accounts.verify("staff", "right")
    assert accounts.verify("other", "right")


def test_success_forgets_the_failures(store: FakeHashes) -> None:
    store.set_password_hash("staff", QUICK.hash("right"))
    accounts = Accounts(store, QUICK)
    for _ in range(3):
        for _ in range(GUESSES.amount - 1):
            accounts.verify("staff", "wrong")
        assert accounts.verify("staff", "right")


def test_endless_passwords_are_not_hashed(store: FakeHashes) -> None:
    hasher = CountingHasher()
    Accounts(store, hasher).verify("staff", "x" * (LONGEST + 1))
    assert hasher.verified == 0
