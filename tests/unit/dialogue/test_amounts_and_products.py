from decimal import Decimal

import pytest

from intake.dialogue.amounts import phone_number, pieces, sum_of_money
from intake.dialogue.products import Products, nouns


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("Er hat 34,90 € gekostet", "34.90", "EUR"),
        ("189 Euro!!!", "189", "EUR"),
        ("EUR 1.299,50 bezahlt", "1299.50", "EUR"),
        ("I paid £1,299.50", "1299.50", "GBP"),
        ("20 bucks", "20", "USD"),
        ("Zweihundert Euro fehlen", "200", "EUR"),
        ("my four hundred dollars", "400", "USD"),
        ("warum zieht ihr 6,90 ab", "6.90", "EUR"),
    ],
)
def test_sum(text: str, amount: str, currency: str) -> None:
    assert sum_of_money(text) == (Decimal(amount), currency)


@pytest.mark.parametrize("text", ["Bestellung 1042", "am 19.11. geliefert", "um 14.30 Uhr", "10,50 cm", "2 Teller"])
def test_no_sum(text: str) -> None:
    assert sum_of_money(text) is None


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("3 of 6 tumblers are smashed", 3),
        ("zwei der sechs Gläser sind kaputt", 2),
        ("nur eins von drei Gläsern ist da", 1),
        ("es fehlen zwei", 2),
        ("es sind drei, nicht zwei", 3),
        ("not two but four", 4),
        ("2 Kissen sind falsch", 2),
        ("das Glas hat zwei Tage gehalten", None),
        ("ein Glas ist kaputt", None),
        ("nach 14 Monaten", None),
        ("of the forty chairs two of them are painted", 2),
        ("ein Stück Keramik lag im Essen", None),
        ("nur 31 statt 38 Euro", None),
        ("two are fine and one is cracked", 1),
        ("und zwei haben einen Sprung", 2),
        ("this one is broken", None),
    ],
)
def test_pieces(text: str, count: int | None) -> None:
    assert pieces(text, Products().named(text)) == count


@pytest.mark.parametrize(
    ("text", "language", "number"),
    [
        ("rufen Sie mich an, 0171 5550143", "de", "+491715550143"),
        ("ring me on 07911 123456", "en", "+447911123456"),
        ("Bestellung 10432", "de", None),
    ],
)
def test_phone(text: str, language: str, number: str | None) -> None:
    assert phone_number(text, language) == number


@pytest.mark.parametrize(
    ("text", "products"),
    [
        ("Der Becher hat einen Riss", ("becher",)),
        ("die Trinkflasche ist undicht", ("trinkflasche",)),
        ("zwei Töpfe und ein Stuhl", ("topfe", "stuhl")),
        ("my watering can leaks", ("watering can",)),
        ("the kettle's dead", ("kettle",)),
        ("nein, nicht der Hocker, der Stuhl", ("stuhl",)),
        ("no, the chair, not the stool", ("chair",)),
        ("this is not the mug I picked", ("mug",)),
        ("statt dem Teller kam eine Lampe", ("lampe",)),
        ("your colleague lied to me on the phone", ()),
        ("can you help me", ()),
        ("der Bildschirm", ()),
    ],
)
def test_products(text: str, products: tuple[str, ...]) -> None:
    folded = tuple(word.replace("ö", "o") for word in Products().named(text))
    assert folded == products


def test_a_shop_adds_its_own_nouns() -> None:
    names = ['Bohrmaschine "Hurtig" mit Koffer', "Cordless drill, 18 V"]
    assert nouns(names) == {"bohrmaschine", "drill"}
    assert Products(names).named("meine Bohrmaschine raucht") == ("bohrmaschine",)
