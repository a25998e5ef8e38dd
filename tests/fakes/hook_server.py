"""A real HTTP server on a free port of this machine that receives webhooks."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread


@dataclass
class Received:
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Hooks:
    """What came, and the statuses to answer with before it is 204; with `sleeping` no answer comes until it is set."""

    statuses: list[int] = field(default_factory=list)
    received: list[Received] = field(default_factory=list)
    sleeping: Event | None = None
    arrived: Event = field(default_factory=Event)
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook"


@contextmanager
def hook_server(*statuses: int, sleeping: Event | None = None) -> Iterator[Hooks]:
    """Serves until the end of the block."""
    hooks = Hooks(list(statuses), sleeping=sleeping)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            hooks.received.append(Received(self.path, dict(self.headers.items()), body))
            hooks.arrived.set()
            if hooks.sleeping:
                hooks.sleeping.wait(30)
            self.send_response(hooks.statuses.pop(0) if hooks.statuses else 204)
            self.send_header("location", hooks.url + "/elsewhere")
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        hooks.port = server.server_address[1]
        thread = Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield hooks
        finally:
            if hooks.sleeping:
                hooks.sleeping.set()
            server.shutdown()
            thread.join()
