"""Which products a message names, in the customer's own words."""

import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from intake import fast_yaml
from intake.dialogue.text import fold, plain
from intake.dialogue.things import Things

WORDS = Path(__file__).parent / "products.yaml"
_CLAUSE = re.compile(r"[.,;:!?()\n]+|\s[-–—]\s|\bsondern\b|\bbut\b")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_POSSESSIVE = re.compile(r"['’`´](?:s|re|ll)\b")
_QUOTED = re.compile(r"[„“”\"»«‚‘'].*?[„“”\"»«‚‘']")
_TIME = re.compile(r"\d\s?uhr\b")
_WITHIN = re.compile(r",|\s[-–—]\s|\b(?:with|in|of|from|for|and|mit|aus|für|von|und|ohne)\b", re.I)


class Products:
    """Product words of both languages, and those of a catalogue's names."""

    def __init__(self, names: Iterable[str] = (), correct: Callable[[str], str] = fold) -> None:
        """`correct` puts a typing error right and folds the word."""
        words = fast_yaml.base_load(WORDS.read_text(encoding="utf-8"))
        self._lists = {name: {fold(word) for word in listed} for name, listed in words.items()}
        plain_words = self._lists["words"] | {fold(noun) for noun in nouns(names)}
        endings = _any(words["endings"])
        self._shape = re.compile(rf"(?:\w+-)?(?:\w*{_any(self._lists['compounds'])}|{_any(plain_words)}){endings}")
        self._passing = re.compile(rf"(?<!\w){_any(self._lists['passing'])}(?!\w)")
        self._instead = re.compile(rf"(?:^| ){_any(self._lists['instead'])} (?:\w+ ){{0,2}}$")
        self._correct = correct
        self._things = Things()

    @property
    def vocabulary(self) -> list[str]:
        """Words that a typing error may stand for."""
        return sorted(self._lists["compounds"] | self._lists["words"])

    def knows(self, folded: str) -> bool:
        """Whether a word, folded, names a product."""
        return self._shape.fullmatch(folded) is not None

    def named(self, text: str, guess: bool = True) -> tuple[str, ...]:
        """The products in order, as written, each once; what is taken back ("not the stool") is left out.

        With `guess` a thing that is in no list counts by its place in the sentence.
        """
        found: list[str] = []
        for clause in _CLAUSE.split(_TIME.sub(" ", plain(_POSSESSIVE.sub(" ", text)))):
            found += self._of_clause(clause)
        strong = [product for product in found if fold(product) not in self._lists["weak"]]
        if strong or any(self._pointed_at(product, text) for product in found):
            return _distinct(strong or found)
        thing = self._things.named(text) if guess else None
        return (thing,) if thing else _distinct(found)

    def _pointed_at(self, product: str, text: str) -> bool:
        """ "The glass" is one, a shard of "glass" is none."""
        said = re.search(rf"(\w+) {re.escape(product)}\b", plain(text))
        return said is not None and fold(said[1]) in self._lists["articles"] | self._lists["possessives"]

    def _of_clause(self, clause: str) -> list[str]:
        words = _WORD.findall(self._passing.sub(lambda said: "_" * len(said.group()), clause))
        folded = [self._correct(word) if len(word) > 4 else fold(word) for word in words]
        found: dict[int, str] = {}
        for place, word in enumerate(folded):
            pair = " ".join(folded[place : place + 2])
            if pair in self._lists["pairs"]:
                found[place + 1] = " ".join(words[place : place + 2])
            elif self._shape.fullmatch(word) and word not in self._lists["never"]:
                covered = " ".join(folded[max(0, place - 1) : place + 1]) in self._lists["pairs"]
                if not covered and not self._taken_back(folded, place):
                    found[place] = words[place]
                    found.pop(place - 1, None)  # "schwarze Lampe": the thing is named last
        return list(found.values())

    def _taken_back(self, words: Sequence[str], place: int) -> bool:
        """ "Statt dem Teller"; "not the stool" where the clause is no more than that or ends with it."""
        if self._instead.search(" ".join(words[:place]) + " "):
            return True
        before = [word for word in words[max(0, place - 3) : place] if word not in self._lists["articles"]]
        alone = place == len(words) - 1
        return alone and bool(before) and before[-1] in self._lists["not"]


def nouns(names: Iterable[str]) -> set[str]:
    """What a catalogue's names call their thing: the last word before "with", a comma or a quotation."""
    heads = (_WORD.findall(_WITHIN.split(_QUOTED.sub(",", name))[0]) for name in names)
    return {words[-1].lower() for words in heads if words and len(words[-1]) > 3}


def _distinct(products: Sequence[str]) -> tuple[str, ...]:
    """Without those that only say another again in another case or number ("Teller", "Tellers")."""
    kept: list[str] = []
    for product in products:
        if not any(fold(product)[:5] == fold(other)[:5] or fold(product).endswith(fold(other)) for other in kept):
            kept.append(product)
    return tuple(kept)


def _any(words: Iterable[str]) -> str:
    return "(?:" + "|".join(map(re.escape, sorted(words, key=len, reverse=True))) + ")"
