"""How far passages share the words of a question: BM25 over parts of words.

Parts of five letters find the words inside German compounds and the stems of inflected words in any language.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Sequence

PART = 5  # letters
SHORTEST_WORD = 3  # letters; shorter ones carry no topic
SATURATION, LENGTH_WEIGHT = 1.2, 0.75  # BM25's k1 and b at their usual values
HALF = 16.0  # the BM25 sum that counts as half of full agreement


def parts(text: str) -> list[str]:
    """Overlapping five-letter parts of the lower-case words of `text`; words that are no longer stay whole."""
    words = [word for word in re.findall(r"\w+", text.lower()) if len(word) >= SHORTEST_WORD]
    return [word[start : start + PART] for word in words for start in range(max(1, len(word) - PART + 1))]


class Lexicon:
    """Weighed parts of words of numbered texts, turned round: from a part to the texts that hold it."""

    def __init__(self, texts: Sequence[str]) -> None:
        counts = [Counter(parts(text)) for text in texts]
        mean_length = max(1.0, sum(count.total() for count in counts) / max(1, len(texts)))
        self._size = len(texts)
        self._holding: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for number, count in enumerate(counts):
            length = 1 - LENGTH_WEIGHT + LENGTH_WEIGHT * count.total() / mean_length
            for part, times in count.items():
                self._holding[part].append((number, times * (SATURATION + 1) / (times + SATURATION * length)))

    def agreement(self, question: str) -> dict[int, float]:
        """Agreement of `question` with each text that shares a part, above 0 up to, never reaching, 1."""
        totals: dict[int, float] = defaultdict(float)
        for part in sorted(set(parts(question)) & self._holding.keys()):
            rarity = self._rarity(part)
            for number, weight in self._holding[part]:
                totals[number] += rarity * weight
        return {number: total / (total + HALF) for number, total in totals.items()}

    def _rarity(self, part: str) -> float:
        holding = len(self._holding.get(part, ()))
        return math.log(1 + (self._size - holding + 0.5) / (holding + 0.5))
