"""Where a feed's pictures are: beside the feed, or at an address from which they are fetched once and kept."""

import hashlib
import ipaddress
import os
import socket
from collections.abc import Callable, Sequence
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from intake.errors import BadInput

MAX_BYTES = 15_000_000
_TIMEOUT = httpx.Timeout(20.0)  # seconds, for each step of a request
_REDIRECTS = 3


def public(address: str) -> bool:
    """Whether an IP address belongs to the open internet: no feed may make Intake ask machines behind the wall."""
    return ipaddress.ip_address(address).is_global


class _Guarded(httpx.HTTPTransport):
    """Connects to the very address that was checked, so that a name can't point elsewhere a moment later.

    Each hop of a redirection comes through here, too.
    """

    def __init__(self, allowed: Callable[[str], bool]) -> None:
        super().__init__()
        self._allowed = allowed

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        host = request.url.host
        found = {str(info[4][0]) for info in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)}
        if not all(self._allowed(address) for address in found):
            raise BadInput(f"the address of {request.url} is not a public one.")
        request.headers["Host"] = request.url.netloc.decode("ascii")
        request.extensions = {**request.extensions, "sni_hostname": host}
        request.url = request.url.copy_with(host=min(found))
        return super().handle_request(request)


class Pictures:
    """Finds pictures by what a feed in `base` calls them. Fetched ones are kept in `folder`, by their address.

    Without a folder addresses are not fetched. Safe to use from several threads.
    """

    def __init__(self, base: Path, folder: Path | None = None, allowed: Callable[[str], bool] = public) -> None:
        self._base, self._folder = base, folder
        self._client = httpx.Client(
            transport=_Guarded(allowed), timeout=_TIMEOUT, follow_redirects=True, max_redirects=_REDIRECTS
        )

    def find(self, references: Sequence[str]) -> tuple[list[str], list[str]]:
        """Absolute paths of the pictures that are there, and a sentence for each that isn't."""
        paths: list[str] = []
        lost: list[str] = []
        for reference in references:
            try:
                paths.append(self._path(reference))
            except BadInput as error:
                lost.append(str(error))
        return list(dict.fromkeys(paths)), lost

    def _path(self, reference: str) -> str:
        if urlsplit(reference).scheme in ("http", "https"):
            return str(self._fetched(reference))
        path = (self._base / reference).resolve()
        if not path.is_file():
            raise BadInput(f"picture {reference!r} not found beside the catalogue.")
        return str(path)

    def _fetched(self, address: str) -> Path:
        if self._folder is None:
            raise BadInput(f"picture {address} has to be fetched first: run `python -m intake index`.")
        file = self._folder / hashlib.sha256(address.encode()).hexdigest()[:32]
        if not file.is_file():
            self._folder.mkdir(parents=True, exist_ok=True)
            part = file.with_suffix(f".{os.urandom(4).hex()}.part")
            part.write_bytes(self._get(address))
            part.replace(file)  # a killed process leaves no half picture
        return file

    def _get(self, address: str) -> bytes:
        content = bytearray()
        try:
            with self._client.stream("GET", address) as response:
                response.raise_for_status()
                for chunk in response.iter_bytes():
                    content += chunk
                    if len(content) > MAX_BYTES:
                        raise BadInput(f"picture {address} is larger than {MAX_BYTES // 1_000_000} MB.")
        except (httpx.HTTPError, httpx.InvalidURL, OSError, UnicodeError) as error:
            raise BadInput(f"picture {address} can't be fetched: {error}.") from error
        return bytes(content)
