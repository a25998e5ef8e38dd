import csv
import io

import pytest

from intake.dialogue.wording import Wording
from intake.figures.counting import Figure, Unit
from intake.figures.csv_file import to_csv
from intake.figures.material import Dimension
from intake.figures.tables import Table
from intake.figures.words import Words


def rows(sku: str, figure: Figure) -> list[list[str]]:
    words = Words(Wording.load().all("de"), "de", lambda sku, _: sku)
    data = to_csv(Table(Dimension.PRODUCT, ("automation",), ((sku, (figure,)),)), words)
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


@pytest.mark.parametrize("sku", ['=HYPERLINK("http://example.org")', "+1", "-1", "@SUM(A1)", "\t=1"])
def test_no_cell_is_a_formula(sku: str) -> None:
    assert rows(sku, Figure(Unit.SHARE, 0.5, 2))[1][0] == f"'{sku}"


def test_figures_stand_with_what_they_were_counted_from() -> None:
    head, row = rows('Becher "Punkte", blau', Figure(Unit.SHARE, 1 / 3, 3))
    assert head == ["", "Von einer Regel eröffnet", "Von einer Regel eröffnet: Anzahl"]
    assert row == ['Becher "Punkte", blau', "0.333333", "3"]


def test_no_data_is_an_empty_cell() -> None:
    assert rows("MUG", Figure(Unit.SHARE, None, 0))[1] == ["MUG", "", "0"]
