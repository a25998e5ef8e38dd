"""The structure that README and docs/decisions describe is the one that is there."""

from pathlib import Path

from importlinter.cli import lint_imports

ROOT = Path(__file__).resolve().parents[2]


def test_imports_point_one_way() -> None:
    assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True) == 0


def test_the_environment_is_read_in_the_settings_alone() -> None:
    allowed = {"settings.py", "embedding.py"}  # the latter sets a thread count for a library's loading
    readers = {
        path.name for path in (ROOT / "intake").rglob("*.py") if "os.environ" in path.read_text(encoding="utf-8")
    }
    assert readers <= allowed
