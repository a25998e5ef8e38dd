"""A table as CSV for spreadsheets."""

import csv
import io

from intake.figures.counting import Figure
from intake.figures.tables import Table
from intake.figures.words import Words

_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what spreadsheets take a cell for that begins with it


def to_csv(table: Table, words: Words) -> bytes:
    """UTF-8 with a mark, so that spreadsheets know it; each figure with the number that it was counted from."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    heads = [words[f"figure.{column}"] for column in table.columns]
    counted = words["figure.of"]
    writer.writerow(_safe(cell) for cell in ("", *(cell for head in heads for cell in (head, f"{head}: {counted}"))))
    for name, figures in table.rows:
        writer.writerow([_safe(words.value(table.key, name)), *(cell for figure in figures for cell in _cells(figure))])
    return out.getvalue().encode("utf-8-sig")


def _cells(figure: Figure) -> tuple[str, str]:
    """Numbers in the form that every language's import reads; empty where there is no data."""
    return ("" if figure.value is None else f"{figure.value:.6g}", str(figure.of))


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
