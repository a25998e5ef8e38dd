"""At least once, with growing pauses, by any number of senders, and with a clean end."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from threading import Event, Thread

import pytest

from intake.claims.database import open_engine
from intake.claims.store import Store
from intake.claims.telling.announce import Channel, Channels
from intake.claims.telling.outbox import LEASE, Notice, NoticeState, Outbox
from intake.errors import NotSent
from intake.notices.sender import LONGEST_PAUSE, TRIES, Route, Sender, Senders, Tally, pause
from tests.fakes.notices import Clock, FakeTransport, open_claim


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Iterator[Store]:
    channels = Channels(email=True, endpoints={"erp": frozenset({"claim.opened"})})
    store = Store.open(f"sqlite:///{tmp_path / 'intake.db'}", clock, channels=channels)
    yield store
    store.close()


def mail(transport: FakeTransport) -> Route:
    return Route(Channel.EMAIL, None, transport)


def test_pauses_double_up_to_a_ceiling_and_spread() -> None:
    longest = [pause(tries, 1.0).total_seconds() for tries in range(1, TRIES)]
    assert longest[:4] == [5, 10, 20, 40]
    assert longest[-1] == LONGEST_PAUSE.total_seconds()
    assert pause(3, 0.0) == timedelta(seconds=10)
    assert timedelta(hours=20) < timedelta(seconds=sum(longest)) < timedelta(hours=30)


def test_who_never_takes_it_is_given_up_visibly(store: Store, clock: Clock) -> None:
    claim = open_claim(store)
    transport = FakeTransport(*[NotSent("busy")] * TRIES)
    sending = Sender(store.outbox, mail(transport))
    for _ in range(TRIES):
        assert sending.send_due() == Tally(failed=1)
        clock.pass_by(LONGEST_PAUSE)
    assert sending.send_due() == Tally()
    (given_up,) = store.outbox.all(NoticeState.FAILED)
    assert (given_up.tries, given_up.last_error) == (TRIES, "busy")
    assert store.claim(claim.number).history[-1].kind == "notice_failed"


def test_sent_and_then_killed_before_the_mark_is_sent_again(store: Store, clock: Clock) -> None:
    open_claim(store)
    transport = FakeTransport()
    notice = store.outbox.take(Channel.EMAIL)
    assert notice
    transport.send(notice)  # and here the process ends
    clock.pass_by(LEASE)
    assert Sender(store.outbox, mail(transport)).send_due() == Tally(sent=1)
    first, second = transport.taken
    assert first.key == second.key


def test_what_kills_its_sender_each_time_is_given_up(store: Store, clock: Clock) -> None:
    open_claim(store)
    for _ in range(TRIES):
        assert store.outbox.take(Channel.EMAIL)
        clock.pass_by(LEASE)
    transport = FakeTransport()
    Sender(store.outbox, mail(transport)).send_due()
    assert transport.taken == []
    assert store.outbox.count(NoticeState.FAILED) == 1


def test_a_fault_of_ours_keeps_the_notice(store: Store, clock: Clock) -> None:
    open_claim(store)

    def broken(_: object) -> None:
        raise KeyError("no such sentence")

    assert Sender(store.outbox, mail(FakeTransport(before=broken))).send_due() == Tally(failed=1)
    clock.pass_by(timedelta(minutes=1))
    assert Sender(store.outbox, mail(FakeTransport())).send_due() == Tally(sent=1)


def test_one_way_out_does_not_wait_for_the_other(store: Store) -> None:
    open_claim(store)
    stuck, let_go, arrived = Event(), Event(), Event()

    def hang(_: object) -> None:
        stuck.set()
        let_go.wait(30)

    routes = [
        mail(FakeTransport(before=hang)),
        Route(Channel.WEBHOOK, "erp", FakeTransport(before=lambda _: arrived.set())),
    ]
    with Senders(store.outbox, routes, poll=0.01):
        assert stuck.wait(10)
        assert arrived.wait(10)
        let_go.set()
    assert store.outbox.count(NoticeState.SENT) == 2


def test_the_end_waits_for_the_try_under_way_and_begins_no_other(store: Store) -> None:
    first, second = open_claim(store), open_claim(store)
    stop = Event()
    transport = FakeTransport(before=lambda _: stop.set())
    thread = Thread(target=Sender(store.outbox, mail(transport)).run, args=(stop,))
    thread.start()
    thread.join(20)
    assert not thread.is_alive()
    assert [one.claim for one in transport.taken] == [first.number]
    assert {one.claim for one in store.outbox.all(NoticeState.WAITING) if one.channel is Channel.EMAIL} == {
        second.number
    }


class DownAtFirst(Outbox):
    """Raises twice before it works."""

    failures = 2

    def take(self, channel: Channel, recipient: str | None = None) -> Notice | None:
        if self.failures:
            self.failures -= 1
            raise OSError("disk")
        return super().take(channel, recipient)


def test_a_database_that_is_down_stops_no_sender(tmp_path: Path, store: Store, clock: Clock) -> None:
    open_claim(store)
    engine = open_engine(f"sqlite:///{tmp_path / 'intake.db'}")
    stop = Event()
    transport = FakeTransport(before=lambda _: stop.set())
    thread = Thread(target=Sender(DownAtFirst(engine, clock), mail(transport)).run, args=(stop, 0.01))
    thread.start()
    thread.join(20)
    assert len(transport.taken) == 1
    engine.dispose()
