import hashlib
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from intake.errors import ModelUnavailable
from intake.vision.models import CONFIG, WEIGHTS, fetch, installed, known

NAME = "ViT-B-32-SigLIP2-256"
COMMIT = "a" * 40
TENSORS = json.dumps({"logit_scale": {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]}}).encode()
WHOLE = len(TENSORS).to_bytes(8, "little") + TENSORS + bytes(4)


class _Hub(BaseHTTPRequestHandler):
    """What the hub's client asks for: the list of a repository's files, and each file."""

    files: dict[str, bytes] = {}  # noqa: RUF012
    served: list[str] = []  # noqa: RUF012

    def do_HEAD(self) -> None:
        self._answer(body=False)

    def do_GET(self) -> None:
        self._answer(body=True)

    def _answer(self, body: bool) -> None:
        if "/tree/" in self.path:
            tree = [
                {"type": "file", "path": name, "size": len(content), "oid": hashlib.sha1(content).hexdigest()}
                for name, content in self.files.items()
            ]
            self._send(json.dumps(tree).encode(), body)
            return
        if "/api/models/" in self.path:
            listing = {"id": "timm/x", "sha": COMMIT, "siblings": [{"rfilename": name} for name in self.files]}
            self._send(json.dumps(listing).encode(), body)
            return
        name = self.path.split("?")[0].rsplit("/", 1)[-1]
        if body:
            self.served.append(name)
        self._send(self.files[name], body)

    def _send(self, content: bytes, body: bool) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("ETag", f'"{hashlib.sha256(content).hexdigest()}"')
        self.send_header("X-Repo-Commit", COMMIT)
        self.end_headers()
        if body:
            self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def hub() -> Iterator[str]:
    _Hub.files = {CONFIG: b"{}", WEIGHTS: WHOLE, "tokenizer.json": b"{}", "other.bin": b"not wanted"}
    _Hub.served = []
    with ThreadingHTTPServer(("127.0.0.1", 0), _Hub) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_fetched_once_and_found_offline(tmp_path: Path, hub: str) -> None:
    folder = fetch(tmp_path, NAME, endpoint=hub)
    assert (folder / WEIGHTS).read_bytes() == WHOLE
    assert not (folder / "other.bin").exists()
    assert fetch(tmp_path, NAME, endpoint="http://127.0.0.1:9") == folder  # nobody is asked again
    assert installed(tmp_path, NAME) == installed(tmp_path, NAME, "webli") == folder
    assert installed(tmp_path, "ViT-B-32", "datacomp_xl_s13b_b90k") is None


def test_a_download_that_is_not_whole_is_named_and_mended(tmp_path: Path, hub: str) -> None:
    _Hub.files[WEIGHTS] = WHOLE[:-2]
    with pytest.raises(ModelUnavailable, match="--again"):
        fetch(tmp_path, NAME, endpoint=hub)
    assert installed(tmp_path, NAME) is None
    _Hub.files[WEIGHTS] = WHOLE
    folder = fetch(tmp_path, NAME, again=True, endpoint=hub)
    (folder / WEIGHTS).write_bytes(WHOLE[:-1])
    with pytest.raises(ModelUnavailable, match=f"models fetch {NAME} --pretrained webli --again"):
        installed(tmp_path, NAME)


def test_without_network_the_remedy_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match="local-dir:/path"):
        fetch(tmp_path, NAME, endpoint="http://127.0.0.1:9")


def test_an_unknown_name_lists_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match=NAME):
        fetch(tmp_path, "CLIP-9000")


def test_one_model_is_recommended() -> None:
    assert [model.name for model in known() if model.recommended] == [NAME]
