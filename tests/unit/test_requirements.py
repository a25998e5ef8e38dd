"""requirements-lean.txt names what the code imports, apart from files that need more and are used on demand."""

import ast
import re
import sys
from importlib.metadata import packages_distributions, requires
from pathlib import Path

ROOT = Path(__file__).parents[2]
ON_DEMAND = {"open_clip_tower.py", "export.py", "bulk.py"}


def imported(file: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module)
    return {name.split(".")[0] for name in names} - set(sys.stdlib_module_names) - {"intake"}


def required(name: str) -> set[str]:
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    return {plain(found[0]) for line in lines if (found := re.match(r"[A-Za-z0-9._-]+", line))}


def brought(name: str) -> set[str]:
    """What a distribution names itself, extras left out: Gradio stands for FastAPI and uvicorn."""
    return {plain(re.split(r"[^A-Za-z0-9._-]", line)[0]) for line in requires(name) or () if "extra ==" not in line}


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_every_import_is_named() -> None:
    files = [ROOT / "app.py", *(f for f in (ROOT / "intake").rglob("*.py") if f.name not in ON_DEMAND)]
    used = {name for file in files for name in imported(file)}
    distributions = packages_distributions()
    named = required("requirements-lean.txt")
    named |= {part for name in named for part in brought(name)}
    missing = {name for name in used if not {plain(d) for d in distributions.get(name, [name])} & named}
    assert not missing


def test_the_lean_set_has_no_torch() -> None:
    heavy = {"torch", "torchvision", "open-clip-torch", "timm", "transformers", "onnx", "onnxscript"}
    assert not heavy & required("requirements-lean.txt")
    assert {"torch", "open-clip-torch"} <= required("requirements.txt")
