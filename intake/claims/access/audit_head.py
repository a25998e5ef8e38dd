"""The audit log's entries by number and hash, in a file outside the database.

Whoever can write to the database but not to this file can neither change, remove, reorder nor add an entry without
`AuditBook.verify` telling. Whoever can write to both can: the file belongs on a medium that only appends
(`chattr +a`, another machine), and a copy of it elsewhere settles the question.
"""

import logging
import os
import re
from collections.abc import Iterable
from pathlib import Path

from intake.claims.access.audit import Entry

LINE = re.compile(r"(\d+) ([0-9a-f]{64})")
_log = logging.getLogger(__name__)


class AuditHead:
    """An append-only file with one line for each entry. Several threads and processes may write to it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def write(self, entries: Iterable[Entry]) -> None:
        """Note committed entries; on the disk when this returns.

        What they tell of has happened: a file that can't be written stops nobody, `verify` names what is missing.
        """
        # The line feed before a line parts it from one that a power cut left unfinished.
        lines = "".join(f"\n{entry.id} {entry.hash}\n" for entry in entries)
        try:
            self._append(lines.encode())
        except OSError as error:
            _log.error("The audit log's head can't be written to %s: %s", self.path, error)

    def _append(self, data: bytes) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        file = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(file, data)
            os.fsync(file)
        finally:
            os.close(file)

    def read(self) -> dict[int, set[str]]:
        """Number -> every hash that was noted for it; more than one says that somebody rewrote the log."""
        noted: dict[int, set[str]] = {}
        if self.path.is_file():
            for line in self.path.read_text(encoding="ascii", errors="replace").splitlines():
                if match := LINE.fullmatch(line):
                    noted.setdefault(int(match[1]), set()).add(match[2])
        return noted
