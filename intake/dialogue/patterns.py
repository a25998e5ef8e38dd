"""The small pattern language of the lexicon.

A pattern is a phrase: words separated by spaces. `word*` and `*word` stand for any ending or beginning,
`(a|b c)` for alternatives, `word?` for a word that may be missing, `...` for up to six words in between.
Matching is on folded words (`intake.dialogue.text.fold`), so umlauts need no second spelling.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from intake.dialogue.text import fold

_ELEMENT = re.compile(r"\([^)]*\)\??|\S+")
_GAP = r"(?:\S+ ){0,6}?"


@dataclass(frozen=True)
class Hit:
    """Where a pattern was found: characters of the line, from `start` up to `end`."""

    start: int
    end: int

    def covers(self, other: "Hit") -> bool:
        """Whether `other` only begins or ends this longer hit ("refund" of "partial refund")."""
        inside = self.start <= other.start and other.end <= self.end and self != other
        return inside and (self.start == other.start or self.end == other.end)


class Phrases:
    """A list of patterns, compiled to one expression each."""

    def __init__(self, patterns: Iterable[str]) -> None:
        self.patterns = tuple(patterns)
        self._compiled = [re.compile("(?<= )" + _expression(pattern)) for pattern in self.patterns]

    def find(self, line: str) -> list[Hit]:
        """All hits in a line as `line_of` makes it."""
        return [Hit(*found.span()) for expression in self._compiled for found in expression.finditer(line)]

    def starts(self, line: str) -> bool:
        """Whether a pattern stands at the beginning of the line."""
        return any(expression.match(line, 1) for expression in self._compiled)

    def blank(self, line: str) -> str:
        """The line with every hit replaced by as many placeholders as it has words."""
        for expression in self._compiled:
            line = expression.sub(lambda found: "_ " * found.group().count(" "), line)
        return line

    def vocabulary(self) -> set[str]:
        """The words and stems that the patterns name, for putting typing errors right."""
        spelt = {word for pattern in self.patterns for word in re.split(r"[\s()|?*]+", pattern)}
        return {word for word in spelt if word.isalpha()}


def line_of(tokens: Sequence[str]) -> str:
    """Tokens as the one line that patterns are looked for in, with a space before and after each."""
    return f" {' '.join(tokens)} "


def _expression(pattern: str) -> str:
    return "".join(_element(element) for element in _ELEMENT.findall(pattern.lower()))


def _element(element: str) -> str:
    if element == "...":
        return _GAP
    optional = "?" if element.endswith("?") else ""
    alternatives = element.removesuffix("?").strip("()").split("|")
    return f"(?:(?:{'|'.join(_words(alternative) for alternative in alternatives)}) ){optional}"


def _words(phrase: str) -> str:
    return re.escape(" ".join(fold(word) for word in phrase.split())).replace(r"\*", r"\w*")
