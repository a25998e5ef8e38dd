from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from intake.vision.picture_rows import BATCH, PictureRows, Rows


class Maker:
    """Makes the length of a file into its row, and remembers what it was asked for."""

    def __init__(self, dies_after: int = 10**9) -> None:
        self.asked: list[str] = []
        self._dies_after = dies_after

    def __call__(self, paths: Sequence[str]) -> dict[str, Rows]:
        if len(self.asked) >= self._dies_after:
            raise KeyboardInterrupt
        self.asked += paths
        return {p: np.full((2, 3), Path(p).stat().st_size, np.float16) for p in paths if "bad" not in p}


@pytest.fixture
def rows(tmp_path: Path) -> Iterator[PictureRows]:
    made = PictureRows(tmp_path / "rows.db")
    yield made
    made.close()


def pictures(folder: Path, count: int) -> list[str]:
    for number in range(count):
        (folder / f"{number}.jpg").write_bytes(bytes(number + 1))
    return [str(folder / f"{number}.jpg") for number in range(count)]


def test_what_is_known_is_not_made_again(tmp_path: Path, rows: PictureRows) -> None:
    files = pictures(tmp_path, 5)
    first = rows.gather(files, Maker())
    maker = Maker()
    again = rows.gather(files, maker)
    assert maker.asked == []
    assert [again[file][1, 2] for file in files] == [1, 2, 3, 4, 5]
    np.testing.assert_array_equal(first[files[3]], again[files[3]])


def test_only_what_changed_is_made(tmp_path: Path, rows: PictureRows) -> None:
    files = pictures(tmp_path, 3)
    rows.gather(files, Maker())
    Path(files[1]).write_bytes(bytes(9))
    later = PictureRows(tmp_path / "rows.db")
    maker = Maker()
    assert later.unknown(files) == 1
    assert later.gather(files, maker)[files[1]][0, 0] == 9
    later.close()
    assert maker.asked == [files[1]]


def test_a_killed_build_goes_on(tmp_path: Path, rows: PictureRows) -> None:
    files = pictures(tmp_path, 2 * BATCH + 1)
    with pytest.raises(KeyboardInterrupt):
        rows.gather(files, Maker(dies_after=BATCH))
    maker = Maker()
    assert len(rows.gather(files, maker)) == len(files)
    assert maker.asked == files[BATCH:]


def test_a_picture_twice_is_made_once_and_a_bad_one_left_out(tmp_path: Path, rows: PictureRows) -> None:
    files = pictures(tmp_path, 1)
    bad = str(tmp_path / "bad.jpg")
    Path(bad).write_bytes(b"no picture")
    maker = Maker()
    told: list[int] = []
    assert list(rows.gather([files[0], files[0], bad], maker, told.append)) == files
    assert maker.asked == [files[0], bad]
    assert told[-1] == 3
