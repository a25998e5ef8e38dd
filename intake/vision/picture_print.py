"""What is printed on the catalogue's own pictures: read once, kept by content, so that a killed reading goes on."""

import json
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from intake.vision.photos import open_photo
from intake.vision.picture_rows import PictureRows
from intake.vision.reader import Reader
from intake.vision.types import CatalogueProduct

PICTURES = 2  # of each product that are read: the label faces the camera on the first ones


class PicturePrint:
    """Printed lines of pictures in one SQLite file; `rows` knows the pictures' contents."""

    def __init__(self, file: Path, rows: PictureRows) -> None:
        self._rows = rows
        self._database = sqlite3.connect(file, timeout=60, isolation_level=None)
        self._database.execute("CREATE TABLE IF NOT EXISTS print (content TEXT PRIMARY KEY, lines TEXT)")

    def close(self) -> None:
        self._database.close()

    def read(self, products: Sequence[CatalogueProduct], reader: Reader, told: Callable[[int, int], None]) -> None:
        """Reads the pictures that weren't read before; `told` hears how many are done, of how many."""
        known, paths = self._known(), _read(products)
        for done, path in enumerate(paths, 1):
            content = self._rows.content(path)
            if content not in known:
                lines = json.dumps(reader.lines(open_photo(Path(path).read_bytes())))
                self._database.execute("INSERT OR REPLACE INTO print VALUES (?, ?)", (content, lines))
            told(done, len(paths))

    def beside(self, products: Sequence[CatalogueProduct]) -> tuple[CatalogueProduct, ...]:
        """The products with the lines that were read on their pictures."""
        known = self._known()
        if not known:
            return tuple(products)
        return tuple(replace(product, printed=self._lines(product, known)) for product in products)

    def _lines(self, product: CatalogueProduct, known: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
        lines = (line for path in _read([product]) for line in known.get(self._rows.content(path), ()))
        return tuple(dict.fromkeys(lines))

    def _known(self) -> dict[str, tuple[str, ...]]:
        with closing(self._database.execute("SELECT content, lines FROM print")) as found:
            return {content: tuple(json.loads(lines)) for content, lines in found}


def _read(products: Sequence[CatalogueProduct]) -> list[str]:
    return [path for product in products for path in product.images[:PICTURES]]
