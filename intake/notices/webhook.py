"""Posts a notice to one endpoint, signed after Standard Webhooks (https://www.standardwebhooks.com)."""

from collections.abc import Callable
from datetime import UTC, datetime

import httpx
from standardwebhooks import Webhook

from intake.claims.telling.outbox import Notice
from intake.errors import NotSent
from intake.notices.endpoints import Endpoint

TIMEOUT = 10.0  # seconds for each step of a request: connect, write, first byte of the answer
GONE = 410  # "stop sending"


class WebhookTransport:
    """An answer of 2xx within the time limit counts as taken; what the answer says isn't read."""

    def __init__(
        self,
        endpoint: Endpoint,
        timeout: float = TIMEOUT,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._url, self._clock = str(endpoint.url), clock
        self._signer = Webhook(endpoint.secret.get_secret_value())
        self._timeout, self._tls = timeout, httpx.create_ssl_context()

    def send(self, notice: Notice) -> None:
        try:
            with httpx.stream(
                "POST",
                self._url,
                content=notice.payload.encode(),
                headers=self._headers(notice),
                timeout=self._timeout,
                verify=self._tls,
                # A redirect could lead the claim's data, signed, to somewhere that the shop never named.
                follow_redirects=False,
            ) as answer:
                status = answer.status_code
        except httpx.HTTPError as error:
            raise NotSent(f"{type(error).__name__}: {error}") from error
        if not 200 <= status < 300:
            raise NotSent(_refused(status), final=status == GONE)

    def _headers(self, notice: Notice) -> dict[str, str]:
        now = self._clock()
        return {
            "content-type": "application/json",
            "user-agent": "Intake",
            "webhook-id": notice.key,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": self._signer.sign(notice.key, now, notice.payload),
        }


def _refused(status: int) -> str:
    if 300 <= status < 400:
        return f"The endpoint answered {status}; redirects are not followed: put the final address into the settings."
    return f"The endpoint answered {status}."
