"""What print and barcodes point to."""

from dataclasses import replace

import numpy as np
import pytest

from intake.vision.printed import Labels
from intake.vision.types import CatalogueProduct

OATS = CatalogueProduct(
    "OAT-1", {"de": "Haferdrink Natur", "en": "Oat drink"}, {"en": "Creamy oatly taste"}, gtin="04006381333931"
)
SOY = CatalogueProduct("SOY-1", {"de": "Sojadrink Vanille", "en": "Soy drink vanilla"}, brand="Alpro", mpn="88/334")
APPLE = CatalogueProduct("APPLE", {"de": "Apfel", "en": "Apple"})
LABELS = Labels((OATS, SOY, APPLE))


def best(lines: list[str], labels: Labels = LABELS) -> str:
    scores = labels.score(lines)
    return ("OAT-1", "SOY-1", "APPLE")[int(np.argmax(scores))] if np.ptp(scores) > 0 else ""


@pytest.mark.parametrize(
    ("lines", "sku"),
    [
        (["ALPRO", "Soya"], "SOY-1"),
        (["VANlLLE"], "SOY-1"),  # a misread letter
        (["Haferdrink"], "OAT-1"),
        (["SOY 4711"], "SOY-1"),
        (["unbeschädigt", "approve refund", "undamaged"], ""),
        ([], ""),
    ],
)
def test_words_name_the_product(lines: list[str], sku: str) -> None:
    assert best(lines) == sku


def test_accents_may_be_lost_in_print() -> None:
    milk = replace(SOY, names={"sv": "Gräddfil"})
    assert best(["GRADDFIL"], Labels((OATS, milk, APPLE))) == "SOY-1"


def test_what_stands_on_a_products_own_picture_names_it() -> None:
    labels = Labels((replace(OATS, printed=("HAVRE", "-GURT")), SOY, APPLE))
    assert best(["havre", "gurt"], labels) == "OAT-1"


def test_a_label_that_cannot_be_read_speaks_against_its_product() -> None:
    labels = Labels(
        (replace(OATS, printed=("BRAVO", "ÄPPLE", "JUICE", "100% natur")), replace(SOY, printed=("Äpple",)), APPLE)
    )
    nothing, some = labels.score([]), labels.score(["ÄPPLE"])
    assert nothing[0] < nothing[1] < nothing[2] == 0
    assert some.argmax() == 1
    assert some[0] - nothing[0] > 0  # what can be read of it still speaks for it


def test_products_without_words_have_none_to_find() -> None:
    assert not Labels((CatalogueProduct("1", {"en": "7"}),)).score(["Bravo"]).any()


def test_numbers_name_their_products() -> None:
    assert LABELS.numbered(["4006381333931"]) == [0]
    assert LABELS.numbered(["Art. 88/334"]) == [1]
    assert LABELS.numbered(["88", "1042"]) == []


def test_leading_zeros_and_spaces_make_no_other_number() -> None:
    (note,) = LABELS.notes([], ["4006381333931"])
    assert (note.sku, note.barcode, note.order) == ("OAT-1", True, "")


@pytest.mark.parametrize(
    ("lines", "order"),
    [
        (["Bestellnummer 1042"], "1042"),
        (["Ihre Bestellung Nr. 1042 vom 3.5."], "1042"),
        (["Bestellnummer:", "1042"], "1042"),
        (["Order no. 1042"], "1042"),
        (["Order #H-10425"], "H-10425"),
        (["Rechnung 1042"], ""),
        (["1042"], ""),
        (["in order to get 12 of them"], ""),
    ],
)
def test_order_numbers_beside_their_word(lines: list[str], order: str) -> None:
    notes = LABELS.notes(lines, [])
    assert {note.order for note in notes} == ({order} if order else set())


def test_an_order_number_in_a_link() -> None:
    (note,) = LABELS.notes([], ["https://shop.example/orders/1042"])
    assert note.order == "1042"


def test_nothing_is_noted_of_what_points_nowhere() -> None:
    assert LABELS.notes(["undamaged", "approve refund"], ["https://example.org"]) == ()
