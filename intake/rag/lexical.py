"""How far a passage shares the words of a question: BM25 over parts of words.

Parts of five letters find the words inside German compounds and the stems of inflected words in any language.
"""

import math
import re
from collections import Counter
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
    """Counts over the passages of one language."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._counts = [Counter(parts(text)) for text in texts]
        self._lengths = [count.total() for count in self._counts]
        self._mean_length = max(1.0, sum(self._lengths) / max(1, len(texts)))
        self._holding = Counter(part for count in self._counts for part in count)

    def agreement(self, question: str, number: int) -> float:
        """Agreement of `question` with passage `number`, 0 (no common part) up to, never reaching, 1."""
        count = self._counts[number]
        length = 1 - LENGTH_WEIGHT + LENGTH_WEIGHT * self._lengths[number] / self._mean_length
        common = set(parts(question)) & count.keys()
        total = sum(
            self._rarity(part) * count[part] * (SATURATION + 1) / (count[part] + SATURATION * length)
            for part in sorted(common)
        )
        return total / (total + HALF)

    def _rarity(self, part: str) -> float:
        holding = self._holding[part]
        return math.log(1 + (len(self._counts) - holding + 0.5) / (holding + 0.5))
