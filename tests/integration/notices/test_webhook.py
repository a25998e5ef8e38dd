"""Webhooks over real HTTP: signed, repeated, in order, and never led elsewhere."""

import base64
import hashlib
import hmac
import json
import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event

import pytest
from pydantic import HttpUrl, SecretStr
from standardwebhooks import Webhook, WebhookVerificationError

from intake.claims.model import Status
from intake.claims.store import Store
from intake.claims.telling.announce import WEBHOOK_TYPES, Channel, Channels
from intake.claims.telling.outbox import NoticeState
from intake.notices.endpoints import Endpoint
from intake.notices.sender import Route, Sender, Tally
from intake.notices.webhook import WebhookTransport
from tests.fakes.hook_server import hook_server
from tests.fakes.notices import ADDRESS, Clock, open_claim

SECRET = "whsec_" + base64.b64encode(bytes(range(32))).decode()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Iterator[Store]:
    channels = Channels(endpoints={"erp": WEBHOOK_TYPES})
    store = Store.open(f"sqlite:///{tmp_path / 'intake.db'}", clock, channels=channels)
    yield store
    store.close()


def sender(store: Store, url: str, timeout: float = 5) -> Sender:
    transport = WebhookTransport(Endpoint(name="erp", url=HttpUrl(url), secret=SecretStr(SECRET)), timeout)
    return Sender(store.outbox, Route(Channel.WEBHOOK, "erp", transport), chance=lambda: 1.0)


def test_a_webhook_is_signed_so_that_the_shop_can_tell_it_is_ours(store: Store) -> None:
    claim = open_claim(store)
    with hook_server() as hooks:
        sending = sender(store, hooks.url)
        assert sending.send_due() == Tally(sent=1)
    (received,) = hooks.received
    body = Webhook(SECRET).verify(received.body, received.headers)
    assert body["id"] == received.headers["webhook-id"] == store.outbox.all()[0].key
    assert (body["type"], body["data"]["claim"]) == ("claim.opened", claim.number)
    assert received.headers["content-type"] == "application/json"
    assert ADDRESS.lower().encode() not in received.body.lower()
    with pytest.raises(WebhookVerificationError):
        Webhook(SECRET).verify(received.body.replace(b"opened", b"closed"), received.headers)


def test_the_signature_is_the_one_of_the_specification(store: Store) -> None:
    """HMAC-SHA256 over id, time and body, joined by points; computed here by hand."""

    open_claim(store)
    with hook_server() as hooks:
        sending = sender(store, hooks.url)
        sending.send_due()
    (received,) = hooks.received
    signed = f"{received.headers['webhook-id']}.{received.headers['webhook-timestamp']}.".encode() + received.body
    wanted = base64.b64encode(hmac.digest(bytes(range(32)), signed, hashlib.sha256)).decode()
    assert received.headers["webhook-signature"] == f"v1,{wanted}"
    assert abs(int(received.headers["webhook-timestamp"]) - datetime.now(UTC).timestamp()) < 60


def test_an_endpoint_that_fails_twice_gets_it_the_third_time(store: Store, clock: Clock) -> None:
    open_claim(store)
    with hook_server(500, 503) as hooks:
        sending = sender(store, hooks.url)
        assert sending.send_due() == Tally(failed=1)
        assert sending.send_due() == Tally()  # it pauses
        clock.pass_by(timedelta(seconds=6))
        assert sending.send_due() == Tally(failed=1)
        clock.pass_by(timedelta(seconds=6))
        assert sending.send_due() == Tally()  # longer than the first time
        clock.pass_by(timedelta(seconds=6))
        assert sending.send_due() == Tally(sent=1)
    assert len({one.headers["webhook-id"] for one in hooks.received}) == 1
    assert len({one.body for one in hooks.received}) == 1
    assert len(hooks.received) == 3


def test_a_claims_webhooks_come_in_their_order(store: Store, clock: Clock) -> None:
    claim = open_claim(store)
    store.life.move(claim.number, Status.ACCEPTED, "kim", "", 1)
    with hook_server(500) as hooks:
        sending = sender(store, hooks.url)
        assert sending.send_due() == Tally(failed=1)
        clock.pass_by(timedelta(minutes=1))
        assert sending.send_due() == Tally(sent=2)
    told = [json.loads(one.body)["type"] for one in hooks.received]
    assert told == ["claim.opened", "claim.opened", "claim.accepted"]


def test_a_redirect_is_not_followed_and_says_what_to_do(store: Store) -> None:
    open_claim(store)
    with hook_server(307) as hooks:
        sending = sender(store, hooks.url)
        assert sending.send_due() == Tally(failed=1)
    assert [one.path for one in hooks.received] == ["/hook"]
    assert "final address" in str(store.outbox.all()[0].last_error)


def test_gone_is_gone(store: Store) -> None:
    open_claim(store)
    with hook_server(410) as hooks:
        sending = sender(store, hooks.url)
        sending.send_due()
    assert store.outbox.count(NoticeState.FAILED) == 1


def test_an_endpoint_that_sleeps_costs_one_try(store: Store) -> None:
    open_claim(store)
    with hook_server(sleeping=Event()) as hooks:
        sending = sender(store, hooks.url, timeout=0.2)
        assert sending.send_due() == Tally(failed=1)
    assert "ReadTimeout" in str(store.outbox.all()[0].last_error)


def test_a_dead_endpoint_costs_one_try(store: Store) -> None:
    open_claim(store)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/"
    assert sender(store, url).send_due() == Tally(failed=1)
    assert "ConnectError" in str(store.outbox.all()[0].last_error)
