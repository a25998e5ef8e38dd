"""Files named on the command line: read row by row, with clear errors."""

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from PIL.Image import Image

from intake.bootstrap import Intake
from intake.errors import BadInput, IntakeError
from intake.vision.photos import PhotoLimits, open_photo

BATCH = 16

T = TypeVar("T")


def column(file: Path, name: str) -> list[str]:
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.DictReader(lines)
            if name not in (reader.fieldnames or ()):
                raise IntakeError(f"{file}: line 1: the column `{name}` is missing.")
            return [str(row[name]) for row in reader]
    except (OSError, UnicodeDecodeError) as error:
        raise IntakeError(f"{file}: can't be read: {error}.") from error


def json_lines(file: Path, field: str) -> Iterator[Mapping[str, Any]]:
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise IntakeError(f"{file}: can't be read: {error}.") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise IntakeError(f"{file}: line {number}: is no JSON: {error}.") from error
        if not isinstance(row, dict) or not isinstance(row.get(field), str):
            raise IntakeError(f"{file}: line {number}: needs a text field `{field}`.")
        yield row


def open_file(intake: Intake, path: Path) -> Image | BadInput:
    limits = PhotoLimits(intake.settings.max_photo_bytes, intake.settings.max_photo_pixels)
    try:
        return open_photo(read_bytes(path), limits)
    except BadInput as error:
        return BadInput(f"{path}: {error}")


def read_bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise BadInput(f"can't be read: {error.strerror}.") from error


def batches(items: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(items), BATCH):
        yield items[start : start + BATCH]
