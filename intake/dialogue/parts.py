"""Which part of a product the customer speaks of, so that a close-up of it can be asked for."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from intake import fast_yaml
from intake.dialogue.text import fold

PARTS = Path(__file__).resolve().parent / "parts.yaml"


def named_part(text: str, language: str) -> str | None:
    """The part that is named last, as it follows "a close-up" in `language` ("of the rim"); None where none is.

    Compounds count by their end ("Tassenrand"), other words by their beginning ("edges").
    """
    for word in reversed(re.findall(r"[^\W\d_]+", text.casefold())):
        for part in _parts().values():
            if any(_names(word, name) for name in part["words"]):
                return str(part[language])
    return None


def names_part(folded: str) -> bool:
    """Whether a word, folded, names a part of a product."""
    return any(_names(folded, name) for name in _folded())


def _names(word: str, name: str) -> bool:
    plural = len(word) - len(name) <= 2
    return (word.startswith(name) and plural) or (word.endswith(name) and len(name) > 3 and len(word) - len(name) > 2)


@cache
def _folded() -> tuple[str, ...]:
    return tuple(fold(name) for part in _parts().values() for name in part["words"])


@cache
def _parts() -> Mapping[str, Any]:
    parts: Mapping[str, Any] = fast_yaml.safe_load(PARTS.read_text(encoding="utf-8"))
    return parts
