"""What requirements-lean.txt promises: pages and command line run where there is no torch."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from intake.labels import HELD_OUT

ABSENT = ("torch", "torchvision", "open_clip", "timm", "transformers", "onnx", "onnxscript")
PHOTO = HELD_OUT.parent / "mug-dots-06.jpg"
WITHOUT = f"""
import sys
from importlib.abc import MetaPathFinder

class Absent(MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {ABSENT!r}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)
        return None

sys.meta_path.insert(0, Absent())
"""
TURN_AND_PAGES = """
from pathlib import Path
from intake.bootstrap import build
from intake.talk.inbox import Upload
from intake.ui import web

intake = build()
photo = Upload("photo.jpg", Path(sys.argv[1]).read_bytes())
filed = intake.desk.file("Mein Becher aus Bestellung 1042 hat einen Sprung.", [photo])
pages = web.build(intake.desk, intake.staff, intake.settings)
print(filed.decision.outcome, len(pages.routes))
"""


def without_torch(code: str, *arguments: str, data: Path) -> "subprocess.CompletedProcess[str]":
    environment = {"INTAKE_DATA": str(data), "PATH": "", "GRADIO_ANALYTICS_ENABLED": "False"}
    command = [sys.executable, "-W", "ignore", "-c", WITHOUT + code, *arguments]
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


def test_a_turn_is_served_and_both_pages_are_built(data: Path) -> None:
    done = without_torch(TURN_AND_PAGES, str(PHOTO), data=data)
    assert done.returncode == 0, done.stderr
    outcome, routes = done.stdout.split()
    assert outcome in {"open", "ask", "escalate"}
    assert int(routes) > 2


def test_the_command_line_looks_at_a_photo(data: Path) -> None:
    done = without_torch("from intake.__main__ import main; main()", "look", str(PHOTO), "--json", data=data)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["products"][0]["sku"] == "MUG-DOTS"


def test_what_needs_the_full_set_says_so(data: Path) -> None:
    done = without_torch("from intake.__main__ import main; main()", "models", "export", data=data)
    assert done.returncode == 1
    assert "requirements.txt" in done.stderr
