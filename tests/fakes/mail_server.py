"""A real SMTP server on a free port of this machine, and servers that misbehave."""
# ruff: noqa: ARG001, ARG002  (the signatures are aiosmtpd's)

import asyncio
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from threading import Thread
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP as Protocol
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword, Session

LOGIN, PASSWORD = "shop", "right"


@dataclass
class Mailbox:
    """Keeps what comes; `answers` are given one after the other to RCPT and DATA before it says yes."""

    answers: dict[str, list[str]] = field(default_factory=dict)
    messages: list[EmailMessage] = field(default_factory=list)
    recipients: list[list[str]] = field(default_factory=list)

    async def handle_RCPT(
        self, server: Protocol, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if refusal := self._refusal("RCPT"):
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Protocol, session: Session, envelope: Envelope) -> str:
        content = envelope.original_content or b""
        message = message_from_bytes(content, policy=SMTP_POLICY)
        assert isinstance(message, EmailMessage)
        refusal = self._refusal("DATA")
        if not refusal or refusal.startswith("421"):  # a server may take it and fail to say so
            self.messages.append(message)
            self.recipients.append(list(envelope.rcpt_tos))
        return refusal or "250 OK"

    def _refusal(self, command: str) -> str:
        waiting = self.answers.get(command)
        return waiting.pop(0) if waiting else ""


@contextmanager
def mail_server(mailbox: Mailbox, **options: Any) -> Iterator[int]:
    """Serves until the end of the block; gives the port."""
    controller = _FreePort(mailbox, hostname="127.0.0.1", port=0, ready_timeout=20, **options)
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


class _FreePort(Controller):
    """Takes whichever port is free; the first connection, by which the controller learns that it serves, needs it."""

    def _trigger_server(self) -> None:
        assert isinstance(self.server, asyncio.Server)
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]


def check_login(
    server: Protocol, session: Session, envelope: Envelope, mechanism: str, data: LoginPassword
) -> AuthResult:
    right = (data.login, data.password) == (LOGIN.encode(), PASSWORD.encode())
    return AuthResult(success=right, handled=False)  # the server answers


@contextmanager
def talking(talk: Callable[[socket.socket], None]) -> Iterator[int]:
    """A server that has one such talk with each connection; gives the port."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = Thread(target=_serve, args=(listening, talk))
        thread.start()
        try:
            yield listening.getsockname()[1]
        finally:
            listening.shutdown(socket.SHUT_RDWR)
            thread.join()


def _serve(listening: socket.socket, talk: Callable[[socket.socket], None]) -> None:
    while True:
        try:
            connection, _ = listening.accept()
        except OSError:
            return
        with connection:
            talk(connection)
