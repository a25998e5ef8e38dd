"""The ways out that the settings name: which changes are written down for them, and what sends those."""

from collections.abc import Callable
from email.headerregistry import Address

from intake.claims.telling.announce import Channel, Channels
from intake.errors import SettingsInvalid
from intake.notices.address import mail_address
from intake.notices.endpoints import read_endpoints
from intake.notices.letters import Letters
from intake.notices.sender import Route
from intake.notices.smtp import SmtpTransport
from intake.notices.webhook import WebhookTransport
from intake.settings import Settings


class Ways:
    """Reads the settings once. Raises SettingsInvalid, so that a mistake stops the start and not the first e-mail."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._endpoints = read_endpoints(settings.webhooks) if settings.webhooks else ()
        if settings.smtp_host:
            if not settings.address:
                raise SettingsInvalid("E-mail needs INTAKE_ADDRESS: its links lead to the customer's pages there.")
            self.sender = _address("INTAKE_MAIL_FROM", settings.mail_from)
            self.reply_to = _address("INTAKE_MAIL_REPLY_TO", settings.mail_reply_to or settings.mail_from)

    @property
    def channels(self) -> Channels:
        return Channels(bool(self._settings.smtp_host), {one.name: one.events for one in self._endpoints})

    def routes(self, letters: Callable[[Address, Address], Letters]) -> list[Route]:
        """`letters` is called with sender and reply address where e-mail is set up."""
        calls = [Route(Channel.WEBHOOK, one.name, WebhookTransport(one)) for one in self._endpoints]
        if not self._settings.smtp_host:
            return calls
        return [
            Route(Channel.EMAIL, None, SmtpTransport(self._settings, letters(self.sender, self.reply_to).write)),
            *calls,
        ]


def _address(name: str, text: str) -> Address:
    try:
        return mail_address(text)
    except ValueError as error:
        raise SettingsInvalid(f"{name} has to be an e-mail address: {error}.") from error
