"""Templates as they are set up everywhere."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape


def environment(folder: Path, filters: Mapping[str, Callable[..., Any]] | None = None) -> Environment:
    """The templates in `folder`. Nothing filled in becomes markup, except in *.txt; what is missing is an error."""
    made = Environment(
        loader=FileSystemLoader(folder),
        autoescape=select_autoescape(disabled_extensions=("txt",), default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(filters or {})
    return made
