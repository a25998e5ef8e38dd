"""The structure that README and docs/decisions describe is the one that is there."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LINT = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"


def test_imports_point_one_way() -> None:
    # In a process of its own: the linter silences all loggers there are.
    done = subprocess.run([sys.executable, "-c", LINT], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_environment_is_read_in_the_settings_alone() -> None:
    allowed = {"settings.py", "rag/embedding.py", "ui/__init__.py"}  # the others set what a library reads when loaded
    readers = {
        path.relative_to(ROOT / "intake").as_posix()
        for path in (ROOT / "intake").rglob("*.py")
        if "os.environ" in path.read_text(encoding="utf-8")
    }
    assert readers <= allowed
