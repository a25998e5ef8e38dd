"""Whether a sentence says nothing that the passages it was made from don't say.

Stricter than needed on purpose: what falls through only costs a smoother wording, the quotation stands anyway.
"""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from rapidfuzz import fuzz

from intake import fast_yaml

SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:'[^\W\d_]+)?")
MARKUP = re.compile(r"[<>\[\]`|{}]|://|\bwww\.|!\[")
ALIKE = 82  # rapidfuzz ratio, 0..100, of two forms of one word
STEM = 5  # letters that two forms of a longer word share
_LISTS = fast_yaml.safe_load(Path(__file__).with_name("words.yaml").read_text(encoding="utf-8"))
NEGATIONS, LIGHT = (frozenset(_LISTS[name].split()) for name in ("negations", "light"))


def sentences(text: str) -> list[str]:
    return [sentence.strip() for sentence in SENTENCE.split(text) if sentence.strip()]


def supported(text: str, passages: Sequence[str]) -> bool:
    """Whether every sentence of `text` is carried by one sentence of the passages: each number, each word that means
    something, and as many negations. Markup and links are never supported.
    """
    found = sentences(text)
    source = [one for passage in passages for one in sentences(passage)]
    return bool(found) and not MARKUP.search(text) and all(any(_carries(one, said) for one in source) for said in found)


def _carries(sentence: str, said: str) -> bool:
    there = set(_words(sentence))
    meaning = [word for word in _words(said) if word not in LIGHT and word not in NEGATIONS]
    return bool(meaning) and all(_stands_in(word, there) for word in meaning) and _negated(said) == _negated(sentence)


def _negated(sentence: str) -> int:
    return sum(word in NEGATIONS for word in _words(sentence))


def _stands_in(word: str, there: Iterable[str]) -> bool:
    if word[0].isdigit():
        return word in there
    return any(word == other or _same_word(word, other) for other in there)


def _same_word(word: str, other: str) -> bool:
    if min(len(word), len(other)) < STEM:
        return False
    return word[:STEM] == other[:STEM] and fuzz.ratio(word, other) >= ALIKE


def _words(text: str) -> list[str]:
    return [word.casefold() for word in WORD.findall(text.replace("’", "'"))]
