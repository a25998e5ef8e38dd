"""Keeps Gradio from writing type stubs at each start.

Beside the source of every component class, its own and ours, Gradio parses the file and writes a `.pyi`: 40 % of the
time that importing it takes, and files in places that a server shouldn't write to.
"""

import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from types import ModuleType

_WRITER = "gradio.component_meta"


class _Loader(SourceFileLoader):
    def exec_module(self, module: ModuleType) -> None:
        super().exec_module(module)
        vars(module)["create_or_modify_pyi"] = lambda *_: None


class _Finder(MetaPathFinder):
    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        spec = PathFinder.find_spec(name, path, target) if name == _WRITER else None
        if spec and spec.origin:
            spec.loader = _Loader(name, spec.origin)
        return spec


def keep_out() -> None:
    """Has to come before the first import of Gradio; more than once is no harm."""
    if not any(isinstance(finder, _Finder) for finder in sys.meta_path):
        sys.meta_path.insert(0, _Finder())
