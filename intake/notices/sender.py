"""Takes what is due from the outbox, sends it, and marks what came of it: at least once, with growing pauses."""

import logging
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from threading import Event, Thread
from types import TracebackType
from typing import Protocol

from intake.claims.telling.announce import Channel
from intake.claims.telling.outbox import Notice, Outbox
from intake.errors import NotSent

log = logging.getLogger(__name__)

FIRST_PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(hours=2)
TRIES = 24  # with these pauses: about a day
POLL = 2.0  # seconds between two looks at an outbox that had nothing due
STOPPING = 10.0  # seconds that the end waits for a try under way; cut off, it is repeated after its lease


class Transport(Protocol):
    def send(self, notice: Notice) -> None:
        """Returns once the other side has taken it. Raises NotSent."""
        ...


@dataclass(frozen=True)
class Route:
    """A way out: all e-mail, or the webhooks of one endpoint. Each has its own thread: a dead one delays no other."""

    channel: Channel
    recipient: str | None  # name of the endpoint; None for e-mail
    transport: Transport


@dataclass
class Tally:
    sent: int = 0
    failed: int = 0


def pause(tries: int, chance: float) -> timedelta:
    """How long to wait after so many tries: doubled each time, and between half of it and all of it by `chance`, 0..1.

    Spread like this, what failed together doesn't come back together.
    """
    longest = min(FIRST_PAUSE * 2 ** min(tries - 1, 30), LONGEST_PAUSE)
    return timedelta(seconds=longest.total_seconds() * (0.5 + chance / 2))


class Sender:
    """Works off one route. Any number may share an outbox, in this process and in others."""

    def __init__(self, outbox: Outbox, route: Route, chance: Callable[[], float] = random.random) -> None:
        self._outbox, self._route, self._chance = outbox, route, chance

    def send_due(self, stop: Event | None = None) -> Tally:
        """Sends until nothing more is due, or `stop` is set; then the one under way is brought to its end."""
        tally = Tally()
        while not (stop and stop.is_set()):
            notice = self._outbox.take(self._route.channel, self._route.recipient)
            if notice is None:
                break
            if self._send(notice):
                tally.sent += 1
            else:
                tally.failed += 1
        return tally

    def run(self, stop: Event, poll: float = POLL) -> None:
        """Looks every `poll` seconds and sends, until `stop` is set. A database that is down is tried again."""
        while not stop.is_set():
            try:
                self.send_due(stop)
            except Exception:  # what stops this thread would stop all notices in silence
                log.exception("the outbox can't be read or written; it is tried again")
            stop.wait(poll)

    def _send(self, notice: Notice) -> bool:
        if notice.tries > TRIES:  # each of the last ones ended with its process
            self._outbox.mark_failed(notice, "Every try was broken off.", None)
            return False
        try:
            self._route.transport.send(notice)
        except NotSent as error:
            self._mark_failed(notice, str(error), error.final)
            return False
        except Exception as error:  # a notice that can't be written is kept, seen, and tried again after a repair
            log.exception("notice %s could not be sent", notice.id)
            self._mark_failed(notice, repr(error), False)
            return False
        self._outbox.mark_sent(notice)
        return True

    def _mark_failed(self, notice: Notice, error: str, final: bool) -> None:
        over = final or notice.tries >= TRIES
        self._outbox.mark_failed(notice, error, None if over else pause(notice.tries, self._chance()))


class Senders:
    """One thread for each route, from `with` to its end."""

    def __init__(self, outbox: Outbox, routes: Sequence[Route], poll: float = POLL) -> None:
        self._senders = [Sender(outbox, route) for route in routes]
        self._stop = Event()
        # Daemons: a server that doesn't answer can't keep the app from ending.
        self._threads = [Thread(target=sender.run, args=(self._stop, poll), daemon=True) for sender in self._senders]

    def __enter__(self) -> "Senders":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join(STOPPING)

    def send_due(self) -> Tally:
        """One round over all routes, in this thread."""
        rounds = [sender.send_due() for sender in self._senders]
        return Tally(sum(one.sent for one in rounds), sum(one.failed for one in rounds))
