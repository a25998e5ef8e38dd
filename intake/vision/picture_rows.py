"""What was made of pictures before, by their content: what is known is not computed again."""

import hashlib
import sqlite3
from collections.abc import Callable, Iterator, Sequence
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
    ) -> dict[str, Rows]:
        """The array of each picture; `make` is asked for those that aren't known, `at_once` together.

        What `make` leaves out is left out. `told` hears after each batch how many pictures are done.
        """
        contents = {path: self.content(path) for path in paths}
        known = self._known(set(contents.values()))
        missing = [path for path in dict.fromkeys(paths) if contents[path] not in known]
        done = len(paths) - len(missing)
        told(done)
        for batch in _batches(missing, at_once):
            made = make(batch)
            self._keep({contents[path]: row for path, row in made.items()})
            known |= {contents[path]: row.astype(np.float16) for path, row in made.items()}
            done += len(batch)
            told(done)
        return {path: known[content] for path, content in contents.items() if content in known}

    def unknown(self, paths: Sequence[str]) -> int:
        """How many pictures would have to be made."""
        with closing(self._database.execute("SELECT content FROM rows")) as found:
            known = {content for (content,) in found}
        return len({self.content(path) for path in paths} - known)

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

    def _known(self, contents: set[str]) -> dict[str, Rows]:
        with closing(self._database.execute("SELECT content, shape, row FROM rows")) as found:
            return {
                content: np.frombuffer(row, np.float16).reshape([int(side) for side in shape.split()])
                for content, shape, row in found
                if content in contents
            }

    def _keep(self, rows: dict[str, Rows]) -> None:
        values = [
            (content, " ".join(map(str, row.shape)), row.astype(np.float16).tobytes()) for content, row in rows.items()
        ]
        self._database.execute("BEGIN IMMEDIATE")
        self._database.executemany("INSERT OR REPLACE INTO rows VALUES (?, ?, ?)", values)
        self._database.execute("COMMIT")


def _batches(paths: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    for start in range(0, len(paths), size):
        yield paths[start : start + size]
