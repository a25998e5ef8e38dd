"""Vectors that travel with the texts of a shop, so that the first start of another machine needn't compute them."""

import hashlib
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from intake.errors import PoliciesInvalid
from intake.rag.vectors import QUESTION, Embedding

FILE = "vectors.npz"  # beside the policies; made by `python -m intake policies embed`


class KeptVectors:
    """An embedding that computes only the texts whose vectors aren't in `file`, questions as messages.

    Vectors lie there in half precision, by hashes of their texts, bound to `name`, the id of the embedding. Those of
    another embedding don't count, and neither does a file that isn't there.
    """

    def __init__(self, file: Path, name: str, embedding: Embedding) -> None:
        self._file, self._name, self._embedding = file, name, embedding

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Vectors of passages and questions (`as_question`). Raises `PoliciesInvalid` for a broken file."""
        computed = dict(self._computed(self.missing(texts)))
        return [computed[text] if text in computed else self._kept[_hash(text)].tolist() for text in texts]

    def embed_query(self, text: str) -> list[float]:
        """Vector of a message."""
        return self._embedding.embed_query(text)

    def missing(self, texts: Sequence[str]) -> list[str]:
        """Those of `texts` that would have to be computed, each once."""
        return [text for text in dict.fromkeys(texts) if _hash(text) not in self._kept]

    def keep(self, texts: Sequence[str]) -> None:
        """Write the vectors of `texts`, and of nothing else, into the file."""
        each = list(dict.fromkeys(texts))
        vectors = np.asarray(self.embed_documents(each), dtype=np.float16)
        hashes = np.asarray([_hash(text) for text in each], dtype=np.uint64)
        np.savez_compressed(self._file, embedding=np.asarray(self._name), hashes=hashes, vectors=vectors)

    def _computed(self, texts: Sequence[str]) -> Iterator[tuple[str, list[float]]]:
        passages = [text for text in texts if not text.startswith(QUESTION)]
        questions = [text for text in texts if text.startswith(QUESTION)]
        if passages:
            yield from zip(passages, self._embedding.embed_documents(passages), strict=True)
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            found = pool.map(self._embedding.embed_query, (text.removeprefix(QUESTION) for text in questions))
            yield from zip(questions, found, strict=True)

    @cached_property
    def _kept(self) -> dict[int, NDArray[np.float16]]:
        if not self._file.is_file():
            return {}
        try:
            with self._file.open("rb") as opened, np.load(opened) as file:
                known = str(file["embedding"]) == self._name
                return dict(zip(file["hashes"].tolist(), file["vectors"], strict=True)) if known else {}
        except (OSError, ValueError, KeyError, EOFError, BadZipFile) as error:
            raise PoliciesInvalid(
                f"{self._file} can't be read ({error}). Delete it; `python -m intake policies embed` makes it anew."
            ) from error


def _hash(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "little")
