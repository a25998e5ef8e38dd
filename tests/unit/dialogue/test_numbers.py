import pytest

from intake.dialogue.numbers import claim_number, order_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Bestellnummer 5530-11, geliefert am 3. März", "5530-11"),
        ("Wo bleibt Bestellung Z-801?", "Z-801"),
        ("two of the four chairs from order 33-901.", "33-901"),
        ("Order 9911-b arrived", "9911-B"),
        ("Children's first aid kit, order 921: when is it due?", "921"),
        ("Where's 7720-3?", "7720-3"),
        ("I want to order 100 plates", None),
        ("it takes 3-5 days", None),
        ("10254 ist die PLZ", None),
        ("is claim 6128 decided", None),
    ],
)
def test_an_order_number_as_other_shops_write_it(text: str, number: str | None) -> None:
    assert order_number(text) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("my claim 6128, any news?", "6128"),
        ("Vorgang 44-19 ist noch offen", "44-19"),
        ("the claim number is cl-6610", "CL-6610"),
        ("gibt es was zu K7M-4PQ-9X?", "K7M-4PQ-9X"),
        ("I claim it never came, order 1042", None),
        ("Reklamation zu Bestellung 1042", None),
    ],
)
def test_a_claim_number_is_named_as_one(text: str, number: str | None) -> None:
    assert claim_number(text) == number
