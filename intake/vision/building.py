"""Builds catalogue indexes: only what changed is embedded, a killed build goes on, the old index serves meanwhile."""

import json
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from pydantic import TypeAdapter

from intake.errors import CatalogueInvalid
from intake.kept import kept, read_arrays, whole
from intake.vision.catalogue import LAYOUT, CatalogueIndex
from intake.vision.catalogue_files import load_catalogue, read_catalogue
from intake.vision.embedding import (
    Embedder,
    alone,
    arrays_of,
    digest_of,
    index_id,
    index_of,
    pictures_of,
)
from intake.vision.encoder import Encoder
from intake.vision.feeds.pictures import Pictures
from intake.vision.picture_print import PicturePrint
from intake.vision.picture_rows import PictureRows, Rows
from intake.vision.reader import Reader
from intake.vision.types import CatalogueProduct

log = logging.getLogger(__name__)

AT_START = 1000  # new pictures up to which a start embeds them itself; beyond, the old index serves
_PRODUCTS = TypeAdapter(tuple[CatalogueProduct, ...])

Told = Callable[[str, int, int], None]  # step, done, of how many


class Bulk(Protocol):
    """What embeds pictures, here or elsewhere."""

    @property
    def at_once(self) -> int: ...

    @property
    def refused(self) -> Mapping[str, str]: ...

    def __call__(self, paths: Sequence[str]) -> dict[str, Rows]: ...


@dataclass(frozen=True)
class Built:
    """A new index, a sentence for all that couldn't be used, and how many pictures were embedded just now."""

    index: CatalogueIndex
    problems: tuple[str, ...]
    embedded: int


class IndexFolder:
    """The indexes of one catalogue for one model, in `folder`."""

    def __init__(self, source: Path, encoder: Encoder, folder: Path) -> None:
        self._source, self._encoder, self._folder = source, encoder, folder
        folder.mkdir(parents=True, exist_ok=True)
        model = digest_of(LAYOUT, encoder.id)
        self.current = folder / f"current-{digest_of(str(source.resolve()), model)}.json"
        self._rows = folder / f"pictures-{model}.db"
        self._mirrored = folder / f"mirrored-{model}.db"
        self._print = folder / "print.db"
        self._fetched = folder / "fetched"
        self._taken = 0  # when the note that was last taken over was written, in nanoseconds

    def open(self) -> CatalogueIndex:
        """The index to serve with: of the catalogue as it is now, built on the spot where little is new.

        Where much is new, the last complete one serves and the log says what to do. Raises CatalogueInvalid.
        """
        products = read_catalogue(self._source, self._fetched)
        rows = PictureRows(self._rows)
        try:
            if rows.unknown(pictures_of(products)) > AT_START and (old := self.last()):
                log.warning("%s has many new pictures: `python -m intake index` takes them in.", self._source)
                return old
            return self._built(products, rows, lambda *_: None).index
        finally:
            rows.close()

    def build(self, told: Told = lambda *_: None, embedder: Bulk | None = None, reader: Reader | None = None) -> Built:
        """Reads the catalogue (fetching pictures), embeds what is new and makes the result the one that serves.

        `embedder` does it elsewhere, e.g. on a cluster (`intake.vision.bulk`), with the same result. A `reader` reads
        what is printed on new pictures; what was read once serves from then on.
        Raises CatalogueInvalid; then, and when it is killed, the old index stays.
        """
        base = self._source if self._source.is_dir() else self._source.parent
        catalogue = load_catalogue(
            self._source, Pictures(base, self._fetched), lambda count: told("reading", count, count)
        )
        rows = PictureRows(self._rows)
        try:
            built = self._built(catalogue.products, rows, told, embedder, reader)
        finally:
            rows.close()
        return Built(built.index, (*catalogue.problems, *built.problems), built.embedded)

    def last(self) -> CatalogueIndex | None:
        """The last index that was complete; None where there is none (any more)."""
        try:
            state = json.loads(self.current.read_text(encoding="utf-8"))
            arrays = read_arrays(self._arrays(state["id"]))
        except (OSError, ValueError, KeyError):
            return None
        return index_of(state["id"], _PRODUCTS.validate_python(state["products"]), arrays) if arrays else None

    def newer(self) -> CatalogueIndex | None:
        """An index that another process has completed since this one's was made or taken over."""
        if self._written() == self._taken:
            return None
        self._taken = self._written()
        return self.last()

    def _written(self) -> int:
        try:
            return self.current.stat().st_mtime_ns
        except OSError:
            return self._taken

    def _built(
        self,
        products: Sequence[CatalogueProduct],
        rows: PictureRows,
        told: Told,
        embedder: Bulk | None = None,
        reader: Reader | None = None,
    ) -> Built:
        paths = pictures_of(products)
        unknown = rows.unknown(paths)
        maker = embedder or Embedder(self._encoder)
        made = rows.gather(paths, maker, lambda done: told("pictures", done, len(paths)), maker.at_once)
        usable, problems = _usable(products, made, maker.refused)
        id = index_id(self._encoder, usable, [rows.content(path) for path in pictures_of(usable)])
        # Arrays first, then the note which ones count: whoever reads it finds them complete.
        arrays = kept(self._arrays(id), lambda: arrays_of(usable, made, self._mirrors(usable), self._encoder))
        index = index_of(id, self._with_print(usable, rows, told, reader), arrays)
        self._serve(index)
        return Built(index, problems, unknown)

    def _mirrors(self, products: Sequence[CatalogueProduct]) -> dict[str, Rows]:
        rows = PictureRows(self._mirrored)
        try:
            return dict(rows.gather(alone(products), Embedder(self._encoder, mirrored=True)))
        finally:
            rows.close()

    def _with_print(
        self, products: Sequence[CatalogueProduct], rows: PictureRows, told: Told, reader: Reader | None
    ) -> tuple[CatalogueProduct, ...]:
        """The products with what is printed on their pictures, as far as it was read.

        It is no part of an index's id, as what staff taught isn't: it only counts where the picture leaves a doubt.
        """
        printed = PicturePrint(self._print, rows)
        try:
            if reader:
                printed.read(products, reader, lambda done, total: told("print", done, total))
            return printed.beside(products)
        finally:
            printed.close()

    def _serve(self, index: CatalogueIndex) -> None:
        state = {"id": index.id, "products": _PRODUCTS.dump_python(index.products, mode="json")}
        text = json.dumps(state, ensure_ascii=False)
        if self.current.is_file() and self.current.read_text(encoding="utf-8") == text:
            self._taken = self._written()
            return
        with whole(self.current) as out:
            out.write(text.encode())
        self._taken = self._written()
        self._sweep()

    def _sweep(self) -> None:
        """Removes arrays that no catalogue uses any more."""
        used = {json.loads(note.read_text(encoding="utf-8"))["id"] for note in self._folder.glob("current-*.json")}
        for file in self._folder.glob("catalogue-*"):
            if file.name.removeprefix("catalogue-").partition(".")[0] not in used:
                file.unlink(missing_ok=True)

    def _arrays(self, id: str) -> Path:
        return self._folder / f"catalogue-{id}.npz"


def _usable(
    products: Sequence[CatalogueProduct], made: Mapping[str, Rows], refused: Mapping[str, str]
) -> tuple[tuple[CatalogueProduct, ...], tuple[str, ...]]:
    """The products with the pictures that could be embedded, and what is wrong with the others."""
    kept = []
    problems = list(refused.values())
    for product in products:
        images = [image for image in product.images if image in made]
        if images:
            kept.append(CatalogueProduct(**{**product.__dict__, "images": images}))
        else:
            problems.append(f"{product.sku}: left out, none of its pictures can be read.")
    if not kept:
        raise CatalogueInvalid("\n".join(["No product has a picture that can be read.", *problems]))
    return tuple(kept), tuple(problems)
