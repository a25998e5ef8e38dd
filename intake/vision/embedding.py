"""A catalogue's pictures and words as vectors: what an index is made of, and what it is known by."""

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from PIL import ImageOps

from intake.errors import BadInput, CatalogueInvalid
from intake.kept import Arrays
from intake.vision.axes import Axes, sample
from intake.vision.catalogue import LAYOUT, CatalogueIndex
from intake.vision.catalogue_files import read_catalogue
from intake.vision.encoder import Encoder
from intake.vision.photos import open_photo
from intake.vision.picture_rows import BATCH, Rows
from intake.vision.regions import even, regions
from intake.vision.scales import Scales, measure
from intake.vision.types import CatalogueProduct

MIRRORED = 1000  # pictures of a catalogue up to which mirror images count


def embed_catalogue(source: Path, encoder: Encoder) -> CatalogueIndex:
    """The index of a catalogue that is kept nowhere. Raises CatalogueInvalid, also for a picture that is none."""
    products = read_catalogue(source)
    maker = Embedder(encoder)
    made = maker(pictures_of(products))
    if maker.refused:
        raise CatalogueInvalid("\n".join(maker.refused.values()))
    mirrors = Embedder(encoder, mirrored=True)(alone(products))
    contents = [hashlib.sha256(Path(path).read_bytes()).hexdigest() for path in pictures_of(products)]
    return index_of(index_id(encoder, products, contents), products, arrays_of(products, made, mirrors, encoder))


class Embedder:
    """Embeds pictures region by region; what is no picture is left out and remembered in `refused`."""

    at_once = BATCH  # pictures that it wants to be given together

    def __init__(self, encoder: Encoder, mirrored: bool = False) -> None:
        self._encoder, self._mirrored = encoder, mirrored
        self.refused: dict[str, str] = {}

    def __call__(self, paths: Sequence[str]) -> dict[str, Rows]:
        return self.embed([(path, Path(path).read_bytes()) for path in paths])

    def embed(self, pictures: Sequence[tuple[str, bytes]]) -> dict[str, Rows]:
        """By path, the (regions, c) of each picture (path, content)."""
        images = {}
        for path, content in pictures:
            try:
                image = open_photo(content)
                images[path] = ImageOps.mirror(image) if self._mirrored else image
            except BadInput as error:
                self.refused[path] = f"{path}: {error}"
        if not images:
            return {}
        return dict(zip(images, regions(self._encoder, list(images.values())).astype(np.float16), strict=True))


def arrays_of(
    products: Sequence[CatalogueProduct], made: Mapping[str, Rows], mirrors: Mapping[str, Rows], encoder: Encoder
) -> Arrays:
    """What an index keeps, from the (regions, c) that were `made` of each picture and of the mirrored ones."""
    paths = pictures_of(products)
    owners = np.repeat(np.arange(len(products)), [len(product.images) for product in products])
    # One unit vector a product: the mean of its names and descriptions in all languages.
    texts = np.stack([even(encoder.texts([*p.names.values(), *p.descriptions.values()])) for p in products])
    some = sample(len(paths))
    turned = [place for place, path in enumerate(paths) if path in mirrors]
    pictures = [*(made[path] for path in paths), *(mirrors[paths[place]] for place in turned)]
    axes = Axes.of(np.stack([pictures[place] for place in sample(len(pictures))]), encoder.projection)
    scales = measure(np.stack([pictures[place] for place in some]), owners[some], texts, axes)
    every = np.concatenate([owners, owners[turned]])
    order = np.argsort(every, kind="stable")
    return {
        "pictures": np.stack([axes.reduced(pictures[place]).astype(np.float16) for place in order]),
        "owners": every[order],
        "texts": texts,
        "picture_axes": axes.pictures,
        "text_axes": axes.texts,
        "scales": np.array([scales.spread, scales.text]),
    }


def index_of(id: str, products: Sequence[CatalogueProduct], arrays: Arrays) -> CatalogueIndex:
    axes, scales = Axes(arrays["picture_axes"], arrays["text_axes"]), Scales(*arrays["scales"].tolist())
    return CatalogueIndex(id, products, arrays["pictures"], arrays["owners"], arrays["texts"], axes, scales)


def pictures_of(products: Sequence[CatalogueProduct]) -> list[str]:
    return [image for product in products for image in product.images]


def alone(products: Sequence[CatalogueProduct]) -> list[str]:
    """Pictures that are their product's only one: their mirror images count too, for a thing has more than one side.

    Those of a large catalogue are left as they are: its index would take twice the time and the memory.
    """
    if len(pictures_of(products)) > MIRRORED:
        return []
    return [product.images[0] for product in products if len(product.images) == 1]


def index_id(encoder: Encoder, products: Sequence[CatalogueProduct], contents: Sequence[str]) -> str:
    """Equal catalogues embedded by the same model have the same id. `contents` are digests of the pictures."""
    mirrored = ["mirrored"] if alone(products) else []
    return digest_of(LAYOUT, encoder.id, _texts(products), *contents, *mirrored)


def _texts(products: Sequence[CatalogueProduct]) -> str:
    return repr([(p.sku, p.names, p.descriptions, len(p.images)) for p in products])


def digest_of(*parts: str) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part.encode() + b"\0")
    return digest.hexdigest()[:24]
