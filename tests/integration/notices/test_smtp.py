"""E-mail handed to real servers: good ones, refusing ones, dying ones and slow ones."""

import socket
import ssl
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import trustme
from pydantic import SecretStr

from intake.claims.store import Store
from intake.claims.telling.announce import Channel, Channels
from intake.claims.telling.outbox import NoticeState
from intake.dialogue.voice import Voice
from intake.dialogue.wording import Wording
from intake.errors import SettingsInvalid
from intake.notices.address import mail_address
from intake.notices.letters import Letters
from intake.notices.sender import Route, Sender, Tally
from intake.notices.smtp import SmtpTransport
from intake.settings import Settings
from tests.fakes.mail_server import LOGIN, PASSWORD, Mailbox, check_login, mail_server, talking
from tests.fakes.notices import ADDRESS, ORDER, PROVEN, Clock, open_claim

SENDER = mail_address("service@shop.example")
LETTERS = Letters(
    Wording.load(voice=Voice(shop="Laden")), SENDER, SENDER, lambda number: f"https://x/{number}", lambda sku, _: sku
)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Iterator[Store]:
    store = Store.open(f"sqlite:///{tmp_path / 'intake.db'}", clock, channels=Channels(email=True))
    yield store
    store.close()


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


def sender(store: Store, port: int, tls: ssl.SSLContext | None = None, timeout: float = 5, **settings: Any) -> Sender:
    chosen = Settings(smtp_host="127.0.0.1", smtp_port=port, **{"smtp_security": "none", **settings})
    transport = SmtpTransport(chosen, LETTERS.write, tls, timeout)
    return Sender(store.outbox, Route(Channel.EMAIL, None, transport), chance=lambda: 1.0)


def test_a_claim_is_confirmed_by_e_mail(store: Store, mailbox: Mailbox) -> None:
    claim = open_claim(store)
    with mail_server(mailbox) as port:
        assert sender(store, port).send_due() == Tally(sent=1)
    (message,) = mailbox.messages
    assert mailbox.recipients == [[ADDRESS]]
    assert claim.number in message["Subject"]
    notice = store.outbox.all(NoticeState.SENT)[0]
    assert message["Message-ID"] == f"<{notice.key}@shop.example>"
    assert message["Auto-Submitted"] == "auto-generated"


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def server_tls(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    return context


@pytest.fixture
def client_tls(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return context


LOGGED_IN: dict[str, Any] = {"smtp_user": LOGIN, "smtp_password": SecretStr(PASSWORD)}


def test_the_login_travels_over_starttls(
    store: Store, mailbox: Mailbox, server_tls: ssl.SSLContext, client_tls: ssl.SSLContext
) -> None:
    open_claim(store)
    guarded: dict[str, Any] = {
        "tls_context": server_tls,
        "require_starttls": True,
        "authenticator": check_login,
        "auth_required": True,
    }
    with mail_server(mailbox, **guarded) as port:
        assert sender(store, port, client_tls, smtp_security="starttls", **LOGGED_IN).send_due() == Tally(sent=1)
    assert len(mailbox.messages) == 1


def test_a_wrong_password_is_tried_again_later(
    store: Store, mailbox: Mailbox, server_tls: ssl.SSLContext, client_tls: ssl.SSLContext
) -> None:
    open_claim(store)
    guarded: dict[str, Any] = {
        "tls_context": server_tls,
        "require_starttls": True,
        "authenticator": check_login,
        "auth_required": True,
    }
    wrong: dict[str, Any] = {**LOGGED_IN, "smtp_password": SecretStr("wrong")}
    with mail_server(mailbox, **guarded) as port:
        assert sender(store, port, client_tls, smtp_security="starttls", **wrong).send_due() == Tally(failed=1)
    (notice,) = store.outbox.all(NoticeState.WAITING)
    assert "535" in str(notice.last_error)
    assert "wrong" not in str(notice.last_error)


def test_a_certificate_that_nobody_vouches_for_is_not_trusted(
    store: Store, mailbox: Mailbox, server_tls: ssl.SSLContext
) -> None:
    open_claim(store)
    with mail_server(mailbox, tls_context=server_tls) as port:
        assert sender(store, port, smtp_security="starttls").send_due() == Tally(failed=1)
    assert "CERTIFICATE_VERIFY_FAILED" in str(store.outbox.all()[0].last_error)
    assert mailbox.messages == []


def test_a_server_without_encryption_gets_no_mail_where_it_is_asked_for(store: Store, mailbox: Mailbox) -> None:
    open_claim(store)
    with mail_server(mailbox) as port:
        assert sender(store, port, smtp_security="starttls").send_due() == Tally(failed=1)
    assert mailbox.messages == []


def test_no_password_without_encryption() -> None:
    with pytest.raises(SettingsInvalid, match="INTAKE_SMTP_SECURITY"):
        SmtpTransport(Settings(smtp_host="x", smtp_security="none", smtp_user="shop"), LETTERS.write)


@pytest.mark.parametrize(
    ("command", "answer", "state"),
    [
        ("RCPT", "550 5.1.1 No such user", NoticeState.FAILED),
        ("RCPT", "451 4.7.1 Greylisted", NoticeState.WAITING),
        ("DATA", "554 5.7.1 Refused", NoticeState.FAILED),
        ("DATA", "452 4.3.1 Disk full", NoticeState.WAITING),
    ],
)
def test_a_refusal_for_good_is_given_up_and_one_for_now_is_not(
    store: Store, mailbox: Mailbox, clock: Clock, command: str, answer: str, state: NoticeState
) -> None:
    open_claim(store)
    mailbox.answers = {command: [answer]}
    with mail_server(mailbox) as port:
        assert sender(store, port).send_due() == Tally(failed=1)
        (notice,) = store.outbox.all(state)
        assert answer in str(notice.last_error)
        clock.pass_by(timedelta(minutes=1))
        again = sender(store, port).send_due()
    assert again.sent == (state is NoticeState.WAITING)


def test_what_was_taken_without_an_answer_comes_again_under_the_same_id(
    store: Store, mailbox: Mailbox, clock: Clock
) -> None:
    open_claim(store)
    mailbox.answers = {"DATA": ["421 Shutting down"]}
    with mail_server(mailbox) as port:
        assert sender(store, port).send_due() == Tally(failed=1)
        clock.pass_by(timedelta(minutes=1))
        assert sender(store, port).send_due() == Tally(sent=1)
    first, second = mailbox.messages
    assert first["Message-ID"] == second["Message-ID"]


def dies_half_way(connection: socket.socket) -> None:
    connection.sendall(b"220 here\r\n")
    connection.recv(1000)
    connection.sendall(b"250 here\r\n")
    connection.recv(1000)


def never_answers(connection: socket.socket) -> None:
    connection.recv(1000)


@pytest.mark.parametrize("talk", [dies_half_way, never_answers])
def test_a_server_that_dies_or_sleeps_costs_one_try(store: Store, talk: Any) -> None:
    open_claim(store)
    with talking(talk) as port:
        assert sender(store, port, timeout=0.2).send_due() == Tally(failed=1)
    assert store.outbox.count(NoticeState.WAITING) == 1


def test_nobody_listens(store: Store) -> None:
    open_claim(store)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    assert sender(store, port).send_due() == Tally(failed=1)
    assert "ConnectionRefused" in str(store.outbox.all()[0].last_error)


def test_an_order_with_an_impossible_address_is_given_up(store: Store, mailbox: Mailbox) -> None:
    address = "kunde@example.com\r\nBcc: all@example.org"
    open_claim(store, replace(PROVEN, email=address, order=replace(ORDER, email=address)))
    with mail_server(mailbox) as port:
        assert sender(store, port).send_due() == Tally(failed=1)
    assert mailbox.messages == []
    assert store.outbox.count(NoticeState.FAILED) == 1
