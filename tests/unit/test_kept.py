from contextlib import suppress
from pathlib import Path

import numpy as np

from intake.kept import Arrays, kept, whole


class Maker:
    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> Arrays:
        self.times += 1
        return {"a": np.arange(3)}


def test_made_once_and_read_afterwards(tmp_path: Path) -> None:
    make = Maker()
    for _ in range(2):
        assert kept(tmp_path / "deep" / "a.npz", make)["a"].tolist() == [0, 1, 2]
    assert make.times == 1


def test_a_damaged_file_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "a.npz").write_bytes(b"half a file")
    assert kept(tmp_path / "a.npz", Maker())["a"].tolist() == [0, 1, 2]
    make = Maker()
    kept(tmp_path / "a.npz", make)
    assert make.times == 0


def test_without_a_file_nothing_is_kept() -> None:
    make = Maker()
    kept(None, make)
    kept(None, make)
    assert make.times == 2


def test_writing_that_breaks_off_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "note.json"
    for text in (b"old", b"new"):
        with whole(file) as out:
            out.write(text)
    with suppress(ConnectionError), whole(file) as out:
        out.write(b"half")
        raise ConnectionError
    assert file.read_bytes() == b"new"
