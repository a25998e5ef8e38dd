"""The app as a shop starts it, asked by HTTP as the page does: start to first answer, and memory.

python -m benchmarks.start     (a part of benchmarks.speed)
"""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from benchmarks.results import put
from intake.labels import HELD_OUT, read_labels

ROOT = Path(__file__).resolve().parent.parent
TEXT = "Mein Becher aus Bestellung 1042 hat einen Sprung."
STARTS = 3  # with kept indexes; the quickest counts, because other work on the machine only ever adds
PATIENCE = 600  # seconds


def main() -> None:
    text = f"`python -m benchmarks.start`\n\n{_table(read_labels(HELD_OUT)[0].file)}"
    put("Start and memory", text)
    print(text)


def _table(photo: Path) -> str:
    with tempfile.TemporaryDirectory() as folder:
        first = _start(Path(folder), photo)
        warm = min((_start(Path(folder), photo) for _ in range(STARTS)), key=lambda run: run.seconds)
    rows = [
        f"| start to first answer, indexes kept | {warm.seconds:.1f} s | {warm.processor:.1f} s |",
        f"| the very first start to first answer | {first.seconds:.1f} s | {first.processor:.1f} s |",
    ]
    memory = f"Memory after the first answer: {warm.resident} MB, at its peak {warm.peak} MB."
    head = "| `python app.py`, asked through its page | by the clock | processor time |"
    return "\n".join([head, "|---|---|---|", *rows, "", memory, ""])


@dataclass(frozen=True)
class Run:
    """From the command to the answer to a photo and a sentence; memory in MB."""

    seconds: float
    processor: float  # seconds
    resident: int
    peak: int


def _start(data: Path, photo: Path) -> Run:
    began = time.perf_counter()
    with _running(data) as (process, client):
        _page(client, process)
        answer = _say(client, TEXT, photo)
        seconds = time.perf_counter() - began
        if "1042" not in answer:
            raise RuntimeError(f"That is no answer: {answer}")
        return Run(seconds, _processor(process.pid), *_memory(process.pid))


@contextmanager
def _running(data: Path) -> Iterator[tuple["subprocess.Popen[bytes]", httpx.Client]]:
    port = _free_port()
    environment = os.environ | {"INTAKE_DATA": str(data), "INTAKE_PORT": str(port)}
    process = subprocess.Popen([sys.executable, "app.py"], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=PATIENCE, follow_redirects=True) as client:
            yield process, client
    finally:
        process.terminate()
        process.wait()


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def _page(client: httpx.Client, process: "subprocess.Popen[bytes]") -> None:
    """Opens the customer's page as soon as it is there; it brings the cookie of a talk."""
    while process.poll() is None:
        try:
            client.get("/").raise_for_status()
        except httpx.ConnectError:
            time.sleep(0.02)
        else:
            return
    raise RuntimeError("The app didn't start.")


def _say(client: httpx.Client, text: str, photo: Path) -> str:
    """What the page shows after a message, sent as Gradio's page sends it."""
    config = client.get("/config").json()
    composer = next(part["id"] for part in config["components"] if part["type"] == "multimodaltextbox")
    send = next(one["id"] for one in config["dependencies"] if [composer, "submit"] in one["targets"])
    (path,) = client.post("/gradio_api/upload", files={"files": ("photo.jpg", photo.read_bytes())}).json()
    file = {"path": path, "orig_name": "photo.jpg", "meta": {"_type": "gradio.FileData"}}
    message = {"data": [{"text": text, "files": [file]}], "fn_index": send, "session_hash": "benchmark"}
    client.post("/gradio_api/queue/join", json=message).raise_for_status()
    done = next(one for one in _events(client) if one["msg"] == "process_completed")
    return json.dumps(done["output"], ensure_ascii=False)


def _events(client: httpx.Client) -> Iterator[dict[str, Any]]:
    with client.stream("GET", "/gradio_api/queue/data", params={"session_hash": "benchmark"}) as stream:
        for line in stream.iter_lines():
            if line.startswith("data: "):
                yield json.loads(line.removeprefix("data: "))


def _processor(process: int) -> float:
    """Seconds, in the program and in the system for it (proc(5))."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _memory(process: int) -> tuple[int, int]:
    """Now and at most."""
    lines = Path(f"/proc/{process}/status").read_text(encoding="utf-8").splitlines()
    counted = {name: value for name, _, value in (line.partition(":") for line in lines)}
    now, most = (int(counted[name].split()[0]) // 1024 for name in ("VmRSS", "VmHWM"))
    return now, most


if __name__ == "__main__":
    main()
