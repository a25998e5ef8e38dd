"""A shop's JSON API on loopback that can be told to be slow, wrong, talkative or gone."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

ORDER = {
    "name": "#1042",
    "customer": {"email": "a@example.com"},
    "address": {"zip": "10115"},
    "created_at": "2026-11-01T09:30:00+01:00",
    "shipments": [{"delivered_at": "2026-11-04T12:00:00+01:00"}],
    "items": [{"article": "MUG-DOTS", "count": 2, "amount": 1490}],
}


class ShopApi(ThreadingHTTPServer):
    """Knows order 1042. `ill` is how it behaves; `asked` are the requests: path and headers."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answering)
        self.ill = ""
        self.order: Any = ORDER
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.released = Event()  # what is slow waits for this

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Answering(BaseHTTPRequestHandler):
    server: ShopApi

    def do_GET(self) -> None:
        self.server.asked.append((self.path, dict(self.headers)))
        first = len(self.server.asked) == 1
        match self.server.ill:
            case "slow":
                self.server.released.wait(20)
                self._say(200, json.dumps({"order": self.server.order}))
            case "broken":
                self._say(500, "oh no")
            case "nonsense":
                self._say(200, "<html>it works</html>")
            case "other shape":
                self._say(200, '["no", "order"]')
            case "endless":
                self._say(200, " " * 3_000_000)
            case "elsewhere":
                self._say(302, "", Location=f"{self.server.address}/elsewhere")
            case "hangs up" | "hangs up once" if first or self.server.ill == "hangs up":
                self.close_connection = True
            case _ if "1042" in self.path:
                self._say(200, json.dumps({"order": self.server.order}))
            case _:
                self._say(404, '{"error": "no such order"}')

    def _say(self, status: int, body: str, **headers: str) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body.encode()))}.items():
            self.send_header(name, value)
        self.end_headers()
        try:
            self.wfile.write(body.encode())
        except OSError:  # who asked has hung up
            self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: `asked` tells."""


@contextmanager
def shop_api() -> Iterator[ShopApi]:
    server = ShopApi()
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.released.set()
        server.shutdown()
        server.server_close()
        thread.join()
