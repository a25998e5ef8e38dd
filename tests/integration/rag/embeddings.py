"""Embeddings that a setting can name."""

import math
from collections import Counter
from typing import ClassVar
from zlib import crc32

from langchain_core.embeddings import Embeddings

WIDTH = 64
WORDS, OTHER_WORDS = f"{__name__}:HashedWords", f"{__name__}:OtherHashedWords"  # as a setting names them


class HashedWords(Embeddings):
    """Counts words in 64 numbers and remembers how many texts it was given."""

    embedded: ClassVar[int] = 0

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        HashedWords.embedded += len(texts)
        return [self.embed_query(text) for text in texts]

    def embed_query(self, text: str) -> list[float]:
        counts = Counter(crc32(word.strip(".?!,").encode()) % WIDTH for word in text.lower().split())
        length = math.sqrt(sum(count**2 for count in counts.values())) or 1.0
        return [counts[place] / length for place in range(WIDTH)]


class OtherHashedWords(HashedWords):
    """The same under another name."""
