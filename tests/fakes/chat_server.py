"""An OpenAI-compatible server on loopback that behaves as it is told to."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = Callable[[str, dict[str, Any]], str]  # instruction, data -> what the model says


class ChatServer(ThreadingHTTPServer):
    """`answer` makes the text; `status`, `body` and `stall` make it misbehave. `asked` is what came in."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answer: Answer = lambda _instruction, _data: "NONE"
        self.status = 200
        self.body: bytes | None = None
        self.message: dict[str, Any] = {}
        self.cut = False
        self.released = threading.Event()
        self.released.set()
        self.asked: list[tuple[str, str]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that gave up is no news."""


class _Handler(BaseHTTPRequestHandler):
    server: ChatServer
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        sent = json.loads(self.rfile.read(int(self.headers["content-length"])))
        instruction, data = (message["content"] for message in sent["messages"])
        self.server.asked.append((instruction, data))
        self.server.released.wait(10)
        body = self.server.body
        if body is None:
            text = self.server.answer(instruction, json.loads(data))
            message = {"role": "assistant", "content": text, **self.server.message}
            choice = {"index": 0, "message": message, "finish_reason": "stop"}
            reply = {"id": "1", "object": "chat.completion", "created": 0, "model": "m", "choices": [choice]}
            body = json.dumps(reply).encode()
        self.send_response(self.server.status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body) + (100 if self.server.cut else 0)))
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = self.server.cut

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


@contextmanager
def chat_server() -> Iterator[ChatServer]:
    server = ChatServer()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.released.set()
        server.shutdown()
        thread.join()
        server.server_close()
