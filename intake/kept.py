"""What is computed once and kept: whole files, and arrays that are not computed again."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

Arrays = dict[str, NDArray[Any]]


def kept(file: Path | None, make: Callable[[], Arrays]) -> Arrays:
    """The arrays in `file`, else what `make` gives, written there; without a file nothing is kept.

    The name of the file has to say all that the arrays depend on (model, content). A damaged file is made anew.
    """
    if file is None:
        return make()
    if known := read_arrays(file):
        return known
    arrays = make()
    keep_arrays(file, arrays)
    return arrays


def keep_arrays(file: Path, arrays: Arrays) -> None:
    with whole(file) as out:
        np.savez(out, allow_pickle=False, **arrays)


@contextmanager
def whole(file: Path) -> Iterator[IO[bytes]]:
    """Opens a file to be written anew; it counts once all is written: a killed process leaves no half file."""
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(f"{file.name}.{os.getpid()}.part")
    with part.open("wb") as out:
        yield out
    part.replace(file)


def read_arrays(file: Path) -> Arrays | None:
    """The arrays in `file`; None where it isn't there or is damaged."""
    try:
        with np.load(file) as saved:
            return {name: saved[name] for name in saved.files}
    except (OSError, ValueError, EOFError, BadZipFile):
        return None
