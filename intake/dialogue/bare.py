"""Bare reports: messages that say which thing it is and what is wrong with it, and nothing else.

A few sharp words without anything around them ("chipped on the rim") lie far from what the classifier of meaning has
learnt, and the neighbours of such words are accidents. Whoever was hurt, or is beside themselves, says more than that.
"""

from collections.abc import Iterable
from pathlib import Path

from intake import fast_yaml
from intake.dialogue.parts import names_part
from intake.dialogue.products import Products
from intake.dialogue.text import fold

WORDS = Path(__file__).parent / "bare.yaml"
IDIOM = "_"  # stands for a word of an idiom that only sounds like danger ("rauchgrau")


class Bare:
    """Threads may share it."""

    def __init__(self, products: Products) -> None:
        listed = fast_yaml.base_load(WORDS.read_text(encoding="utf-8"))
        self._body = frozenset(fold(word) for word in listed["body"])
        self._words = frozenset(fold(word) for words in listed.values() for word in words)
        self._products = products

    def holds(self, lines: Iterable[str]) -> bool:
        """Whether every word is one of those, given the sentences of a message as `Found` has them."""
        said = {word for line in lines for word in line.split() if word != ","}
        nobody = said.isdisjoint(self._body) or any(map(self._products.knows, said))
        return bool(said) and nobody and all(map(self._plain, said))

    def _plain(self, word: str) -> bool:
        listed = word in self._words or word == IDIOM
        return listed or word.isdigit() or self._products.knows(word) or names_part(word)
