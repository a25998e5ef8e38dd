"""Hands e-mail to the shop's mail server."""

import smtplib
import ssl
from collections.abc import Callable
from contextlib import suppress
from email.message import EmailMessage

from intake.claims.telling.outbox import Notice
from intake.errors import NotSent, SettingsInvalid
from intake.settings import Settings

TIMEOUT = 20.0  # seconds for each answer of the server


class SmtpTransport:
    """One connection a message. The certificate is checked; without encryption no password is sent."""

    def __init__(
        self,
        settings: Settings,
        write: Callable[[Notice], EmailMessage],
        tls: ssl.SSLContext | None = None,
        timeout: float = TIMEOUT,
    ) -> None:
        """Raises SettingsInvalid. `tls` is for a server whose certificate the system doesn't know."""
        if settings.smtp_security == "none" and settings.smtp_user:
            raise SettingsInvalid("INTAKE_SMTP_USER needs INTAKE_SMTP_SECURITY to be starttls or tls.")
        self._settings, self._write, self._timeout = settings, write, timeout
        self._tls = tls or ssl.create_default_context()

    def send(self, notice: Notice) -> None:
        message = self._write(notice)
        try:
            smtp = self._connect()
            try:
                smtp.send_message(message)
            finally:
                # The message is taken, or not, by now: how the server says good-bye changes nothing.
                with suppress(smtplib.SMTPException, OSError):
                    smtp.quit()
        except smtplib.SMTPRecipientsRefused as error:
            code, text = next(iter(error.recipients.values()))
            raise NotSent(f"The mail server refused the address: {code} {_words(text)}", final=code >= 500) from error
        except smtplib.SMTPDataError as error:
            words = f"{error.smtp_code} {_words(error.smtp_error)}"
            raise NotSent(f"The mail server refused the message: {words}", final=error.smtp_code >= 500) from error
        # A refused login, sender or connection is the shop's to put right: worth the tries of a day.
        except (smtplib.SMTPException, OSError) as error:
            raise NotSent(f"{type(error).__name__}: {error}") from error

    def _connect(self) -> smtplib.SMTP:
        host, port = self._settings.smtp_host, self._settings.smtp_port
        if self._settings.smtp_security == "tls":
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=self._timeout, context=self._tls)
        else:
            smtp = smtplib.SMTP(host, port, timeout=self._timeout)
        try:
            if self._settings.smtp_security == "starttls":
                smtp.starttls(context=self._tls)
            if self._settings.smtp_user:
                smtp.login(self._settings.smtp_user, self._settings.smtp_password.get_secret_value())
        except BaseException:
            smtp.close()
            raise
        return smtp


def _words(answer: bytes | str) -> str:
    return answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
