"""Staff sessions."""

from dataclasses import replace
from typing import Any

import pytest

from intake.claims.access.passwords import Account
from intake.claims.access.roles import Role
from intake.ui.sessions import IDLE, LIFETIME, Sessions

KIM = Account("kim", "", Role.LEAD, "Kim")


@pytest.fixture
def accounts() -> dict[str, Account]:
    return {"kim": KIM}


def test_a_session_ends_by_time(accounts: dict[str, Account]) -> None:
    now = [0.0]
    sessions = Sessions(accounts.get, lambda: now[0])
    token = sessions.start(KIM, "de")
    for now[0] in range(0, LIFETIME, IDLE // 2):
        session = sessions.get(token)
        assert session is not None
        assert session.login == "kim"
    now[0] = LIFETIME
    assert sessions.get(token) is None


def test_a_session_ends_where_nobody_uses_it(accounts: dict[str, Account]) -> None:
    now = [0.0]
    sessions = Sessions(accounts.get, lambda: now[0])
    token = sessions.start(KIM, "de")
    now[0] = IDLE - 1
    assert sessions.get(token) is not None
    now[0] = 2 * IDLE - 1
    assert sessions.get(token) is None


def test_a_session_ends_by_logging_out(accounts: dict[str, Account]) -> None:
    sessions = Sessions(accounts.get)
    token = sessions.start(KIM, "de")
    sessions.end(token)
    assert sessions.get(token) is None


def test_no_token_is_no_session(accounts: dict[str, Account]) -> None:
    sessions = Sessions(accounts.get)
    sessions.start(KIM, "de")
    assert sessions.get(None) is None
    assert sessions.get("") is None


@pytest.mark.parametrize(
    "change",
    [{"active": False, "version": 2}, {"role": Role.AGENT, "version": 2}, {"password_hash": "x", "version": 2}],
)
def test_a_changed_account_loses_its_sessions(accounts: dict[str, Account], change: dict[str, Any]) -> None:
    sessions = Sessions(accounts.get)
    token = sessions.start(KIM, "de")
    accounts["kim"] = replace(KIM, **change)
    assert sessions.get(token) is None
    accounts["kim"] = KIM
    assert sessions.get(token) is None


def test_a_new_name_is_used_at_once(accounts: dict[str, Account]) -> None:
    sessions = Sessions(accounts.get)
    token = sessions.start(KIM, "de")
    accounts["kim"] = replace(KIM, name="Kim B.")
    session = sessions.get(token)
    assert session is not None
    assert session.actor.name == "Kim B."
