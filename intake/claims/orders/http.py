"""Orders behind the JSON API of a shop system."""

import json
from time import monotonic
from urllib.parse import quote

import httpx
import jmespath

from intake.claims.model import Order
from intake.claims.orders.directory import normal, written
from intake.claims.orders.mapping import HttpMapping
from intake.claims.orders.rows import read_order
from intake.errors import ComponentDown

LARGEST = 1_000_000  # bytes of an answer
TRIES = 2  # of one look-up, when the connection fails
CENTS = 100


class HttpOrders:
    """Safe to share between threads. Redirects aren't followed: the secret goes to the address that the shop named."""

    def __init__(self, mapping: HttpMapping) -> None:
        self._mapping = mapping
        self._client = httpx.Client(
            headers={"Accept": "application/json", **mapping.headers},
            timeout=mapping.timeout,
            follow_redirects=False,
            trust_env=False,
        )

    def find(self, number: str) -> Order | None:
        wanted = normal(number)
        if not wanted:
            return None
        try:
            answer = self._get(self._mapping.url.replace("{number}", quote(written(number), safe="")))
            order = None if answer is None else self._order(answer)
        except (httpx.HTTPError, ValueError, TypeError, AttributeError) as error:
            # The error itself may name the address, and the address may hold the secret.
            raise ComponentDown(f"The shop's API gave no usable answer: {type(error).__name__}") from error
        return order if order and normal(order.number) == wanted else None

    def close(self) -> None:
        self._client.close()

    def _get(self, url: str) -> bytes | None:
        """The body, `None` for 404. A connection that fails is tried once more, another error is final."""
        for left in range(TRIES - 1, -1, -1):
            try:
                return self._read(url)
            except (httpx.NetworkError, httpx.RemoteProtocolError):
                if not left:
                    raise
        raise AssertionError("unreachable")

    def _read(self, url: str) -> bytes | None:
        end = monotonic() + self._mapping.timeout
        with self._client.stream("GET", url) as response:
            if response.status_code == httpx.codes.NOT_FOUND:
                return None
            if response.status_code != httpx.codes.OK:
                raise ValueError(f"status {response.status_code}")
            body = bytearray()
            for part in response.iter_bytes():
                body += part
                if len(body) > LARGEST or monotonic() > end:
                    raise ValueError("the answer is too large or too slow")
        return bytes(body)

    def _order(self, body: bytes) -> Order | None:
        mapping, answer = self._mapping, json.loads(body)
        if mapping.not_found and jmespath.search(mapping.not_found, answer):
            return None
        found = jmespath.search(mapping.order, answer)
        if not isinstance(found, dict):
            raise ValueError("no order in the answer")
        paths = mapping.fields.model_dump(exclude={"lines"}, exclude_none=True)
        whole = {name: jmespath.search(path, found) for name, path in paths.items()}
        lines = jmespath.search(mapping.fields.lines, found)
        if not lines:
            raise ValueError("an order without lines")
        return read_order([{**whole, **self._line(line)} for line in lines])

    def _line(self, line: object) -> dict[str, object]:
        read = {name: jmespath.search(path, line) for name, path in self._mapping.line.model_dump().items()}
        return {**read, "price": float(read["price"]) / CENTS} if self._mapping.cents else read
