from dataclasses import replace
from typing import Literal

import pytest
from argon2 import PasswordHasher

from intake.claims.access.passwords import GUESSES, LONGEST, SHORTEST, Account, Accounts, checked_login, new_password
from intake.claims.access.roles import Role
from intake.errors import LoginUnfit, PasswordUnfit

QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
KIM = Account("kim", QUICK.hash("right"), Role.AGENT, "Kim")
SAM = Account("sam", QUICK.hash("right"), Role.AGENT, "Sam")


class CountingHasher(PasswordHasher):
    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)
        self.verified = 0

    def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:
        self.verified += 1
        return super().verify(hash, password)


class FakeLogins(dict[str, Account]):
    """A store in memory."""


def accounts(*known: Account, hasher: PasswordHasher = QUICK) -> Accounts:
    return Accounts(FakeLogins({account.login: account for account in known}), hasher)


def test_the_right_password_gives_the_account() -> None:
    assert accounts(KIM, SAM).verify("kim", "right") == KIM
    assert accounts(KIM, SAM).verify(" Kim ", "right") == KIM


@pytest.mark.parametrize(("login", "password"), [("kim", "wrong"), ("kim", ""), ("nobody", "right"), ("", "")])
def test_wrong_is_refused(login: str, password: str) -> None:
    assert accounts(KIM).verify(login, password) is None


def test_a_disabled_account_is_refused() -> None:
    assert accounts(replace(KIM, active=False)).verify("kim", "right") is None


def test_a_damaged_hash_lets_nobody_in() -> None:
    assert accounts(replace(KIM, password_hash="damaged")).verify("kim", "damaged") is None


def test_unknown_logins_cost_the_same_work() -> None:
    hasher = CountingHasher()
    accounts(hasher=hasher).verify("nobody", "password")
    assert hasher.verified == 1


def test_guessing_is_stopped_for_that_login_only() -> None:
    guessed = accounts(KIM, SAM)
    for spelling in ["kim", "KIM"] * (GUESSES.amount // 2):
        guessed.verify(spelling, "wrong")
    assert guessed.verify("kim", "right") is None
    assert guessed.verify("sam", "right") == SAM


def test_success_forgets_the_failures() -> None:
    forgetful = accounts(KIM)
    for _ in range(3):
        for _ in range(GUESSES.amount - 1):
            forgetful.verify("kim", "wrong")
        assert forgetful.verify("kim", "right")


def test_endless_passwords_are_not_hashed() -> None:
    hasher = CountingHasher()
    accounts(KIM, hasher=hasher).verify("kim", "x" * (LONGEST + 1))
    assert hasher.verified == 0


def test_a_password_is_kept_as_its_hash_only() -> None:
    hashed = accounts().hashed("correct horse battery")
    assert hashed.startswith("$argon2id$")
    assert "horse" not in hashed


@pytest.mark.parametrize("password", ["x" * (SHORTEST - 1), "x" * (LONGEST + 1), ""])
def test_short_and_endless_passwords_are_refused(password: str) -> None:
    with pytest.raises(PasswordUnfit):
        accounts().hashed(password)


def test_new_passwords_fit_and_differ() -> None:
    made = {new_password() for _ in range(100)}
    assert len(made) == 100
    assert all(accounts().hashed(password) for password in list(made)[:3])


@pytest.mark.parametrize(
    "login", ["", "k", "ki m", "../kim", "kim\n.", "-kim", "customer", "Intake", "x" * 65, "kim<b>"]
)
def test_what_can_not_be_a_login_is_refused(login: str) -> None:
    with pytest.raises(LoginUnfit):
        checked_login(login)


def test_a_login_is_kept_in_lower_case() -> None:
    assert checked_login(" Kim.B ") == "kim.b"
