"""The shop's catalogue: embedded once, and searched with photos and words."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from intake.errors import BadInput, CatalogueInvalid
from intake.vision.catalogue_files import read_catalogue
from intake.vision.encoder import Encoder
from intake.vision.kept import Arrays, kept
from intake.vision.looks import Vectors
from intake.vision.photos import open_photo
from intake.vision.types import CatalogueProduct
from intake.vision.views import views

_MIN_WORD = 4  # letters; shorter words ("the", "mit") name no product


@dataclass(frozen=True)
class Mixing:
    """How the signals about a product are weighed; fitted on labelled photos, see `training/calibrate.py`.

    A product's logit is `temperature * (picture + text * texts) + words * word match`.
    """

    temperature: float = 40.0
    text: float = 0.2
    words: float = 3.0


class CatalogueIndex:
    """Unit vectors of all reference pictures (each in several views) and texts, made once for one model.

    `id` is the content hash of catalogue and model: vectors and calibration are bound to it.
    """

    def __init__(
        self,
        id: str,
        products: Sequence[CatalogueProduct],
        pictures: Vectors,
        owners: NDArray[np.int64],
        texts: Vectors,
    ) -> None:
        self.id = id
        self.products = tuple(products)
        self._pictures = pictures  # (views of pictures, d)
        self._owners = owners  # (views of pictures,) index of the product, ascending
        self._texts = texts  # (products, d)
        self._starts = np.searchsorted(owners, np.arange(len(products)))
        self._words = _rare_words(products)

    @classmethod
    def open(cls, source: Path, encoder: Encoder, cache: Path | None = None) -> "CatalogueIndex":
        """The index of a catalogue; from `cache` when nothing changed, else embedded anew and cached."""
        products = read_catalogue(source)
        id = _content_id(products, encoder.id)
        arrays = kept(cache / f"catalogue-{id}.npz" if cache else None, lambda: _embed(products, encoder))
        return cls(id, products, arrays["pictures"], arrays["owners"], arrays["texts"])

    def product(self, sku: str) -> CatalogueProduct | None:
        return next((p for p in self.products if p.sku == sku), None)

    def similarities(self, photo: Vectors) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Per product, for one photo's views (v, d): similarity to its closest picture, and to its texts; -1..1."""
        closest = np.maximum.reduceat(photo @ self._pictures.T, self._starts, axis=1)
        return closest.mean(axis=0), (photo @ self._texts.T).mean(axis=0)

    def word_match(self, text: str) -> NDArray[np.float32]:
        """Per product, 0..1: how much of what sets its name apart the customer's words mention."""
        said = set(_words(text))
        return np.array([_share(words, said) for words in self._words], dtype=np.float32)

    def logits(self, photo: Vectors, text: str, mixing: Mixing) -> NDArray[np.float32]:
        pictures, texts = self.similarities(photo)
        return mixing.temperature * (pictures + mixing.text * texts) + mixing.words * self.word_match(text)


def _content_id(products: Sequence[CatalogueProduct], model: str) -> str:
    digest = hashlib.sha256(model.encode())
    for product in products:
        digest.update(repr((product.sku, product.names, product.descriptions)).encode())
        for image in product.images:
            digest.update(hashlib.sha256(Path(image).read_bytes()).digest())
    return digest.hexdigest()[:24]


def _embed(products: Sequence[CatalogueProduct], encoder: Encoder) -> Arrays:
    pictures: list[Vectors] = []
    owners: list[int] = []
    for index, product in enumerate(products):
        shots = [view for path in product.images for view in views(_reference(path))]
        pictures.append(encoder.images(shots))
        owners += [index] * len(shots)
    return {"pictures": np.concatenate(pictures), "owners": np.array(owners), "texts": _embed_texts(products, encoder)}


def _reference(path: str) -> Any:
    try:
        return open_photo(Path(path).read_bytes())
    except BadInput as error:
        raise CatalogueInvalid(f"{path}: {error}") from error


def _embed_texts(products: Sequence[CatalogueProduct], encoder: Encoder) -> Vectors:
    """One unit vector a product: the mean of its names and descriptions in all languages."""
    vectors = []
    for product in products:
        each = encoder.texts([*product.names.values(), *product.descriptions.values()])
        mean = each.mean(axis=0)
        vectors.append(mean / np.linalg.norm(mean))
    return np.stack(vectors)


def _words(text: str) -> list[str]:
    return [word for word in re.findall(r"[^\W\d_]+", text.casefold()) if len(word) >= _MIN_WORD]


def _rare_words(products: Sequence[CatalogueProduct]) -> list[dict[str, float]]:
    """Per product the words of its names, weighed by how few products share them (inverse document frequency)."""
    names = [{w for name in product.names.values() for w in _words(name)} for product in products]
    counts: dict[str, int] = {}
    for words in names:
        for word in words:
            counts[word] = counts.get(word, 0) + 1
    return [{word: float(np.log(1 + len(products) / counts[word])) for word in words} for words in names]


def _share(words: Mapping[str, float], said: set[str]) -> float:
    """German compounds: a catalogue word also counts when it is a part of a said word, and the other way round."""
    total = max(words.values(), default=0.0)
    hit = max((w for word, w in words.items() if any(word in s or s in word for s in said)), default=0.0)
    return hit / total if total else 0.0
