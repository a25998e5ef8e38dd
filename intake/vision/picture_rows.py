"""What was made of pictures before, by their content: what is known is not computed again."""

import hashlib
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

BATCH = 32

Rows = NDArray[np.float16]
Make = Callable[[Sequence[str]], dict[str, Rows]]


class PictureRows:
    """Arrays of one shape, one a picture, in one SQLite file; a killed build goes on where it was.

    The name of the file has to say what the arrays depend on beside the picture (model, layout). One process
    writes at a time; another waits.
    """

    def __init__(self, file: Path) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        self._database = sqlite3.connect(file, timeout=60, isolation_level=None, check_same_thread=False)
        self._contents: dict[str, str] = {}  # while this object lives
        self._database.executescript(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
            "CREATE TABLE IF NOT EXISTS files (path TEXT PRIMARY KEY, size INTEGER, changed INTEGER, content TEXT);"
            "CREATE TABLE IF NOT EXISTS rows (content TEXT PRIMARY KEY, shape TEXT, row BLOB);"
        )

    def close(self) -> None:
        self._database.close()

    def gather(
        self, paths: Sequence[str], make: Make, told: Callable[[int], None] = lambda _: None, at_once: int = BATCH
    ) -> Mapping[str, Rows]:
        """The array of each picture; `make` is asked for those that aren't known, `at_once` together.

        What `make` leaves out is left out. `told` hears after each batch how many pictures are done. An array is read
        when it is asked for, while this object is open: those of a large catalogue don't fit into memory.
        """
        contents = {path: self.content(path) for path in paths}
        known = self._known()
        missing = [path for path in dict.fromkeys(paths) if contents[path] not in known]
        done = len(paths) - len(missing)
        told(done)
        for batch in _batches(missing, at_once):
            made = make(batch)
            self._keep({contents[path]: row for path, row in made.items()})
            known |= {contents[path] for path in made}
            done += len(batch)
            told(done)
        return _Kept(self._database, {path: content for path, content in contents.items() if content in known})

    def unknown(self, paths: Sequence[str]) -> int:
        """How many pictures would have to be made."""
        return len({self.content(path) for path in paths} - self._known())

    def content(self, path: str) -> str:
        """The hash of a file's content; a file that has neither grown nor been touched is not read again."""
        if path not in self._contents:
            self._contents[path] = self._look_up(path)
        return self._contents[path]

    def _look_up(self, path: str) -> str:
        state = Path(path).stat()
        stamp = (path, state.st_size, state.st_mtime_ns)
        query = "SELECT content FROM files WHERE path = ? AND size = ? AND changed = ?"
        with closing(self._database.execute(query, stamp)) as found:
            if row := found.fetchone():
                return str(row[0])
        content = hashlib.sha256(Path(path).read_bytes()).hexdigest()
        self._database.execute("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?)", (*stamp, content))
        return content

    def _known(self) -> set[str]:
        with closing(self._database.execute("SELECT content FROM rows")) as found:
            return {content for (content,) in found}

    def _keep(self, rows: dict[str, Rows]) -> None:
        values = [
            (content, " ".join(map(str, row.shape)), row.astype(np.float16).tobytes()) for content, row in rows.items()
        ]
        self._database.execute("BEGIN IMMEDIATE")
        self._database.executemany("INSERT OR REPLACE INTO rows VALUES (?, ?, ?)", values)
        self._database.execute("COMMIT")


class _Kept(Mapping[str, Rows]):
    """The arrays of pictures by path, each read from the database when it is asked for."""

    def __init__(self, database: sqlite3.Connection, contents: dict[str, str]) -> None:
        self._database, self._contents = database, contents

    def __getitem__(self, path: str) -> Rows:
        query = "SELECT shape, row FROM rows WHERE content = ?"
        with closing(self._database.execute(query, (self._contents[path],))) as found:
            shape, row = found.fetchone()
        return np.frombuffer(row, np.float16).reshape([int(side) for side in shape.split()])

    def __contains__(self, path: object) -> bool:
        return path in self._contents

    def __iter__(self) -> Iterator[str]:
        return iter(self._contents)

    def __len__(self) -> int:
        return len(self._contents)


def _batches(paths: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    for start in range(0, len(paths), size):
        yield paths[start : start + size]
