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
        ("1042, not 1024. swapped it round", "1042"),
        ("nicht 1024 sondern 1042", "1042"),
        ("order 5561-UK, and I'd like", "5561-UK"),
        ("Bstellnummere 60217-CH", "60217-CH"),
        ("what's the latest on 71-0090?", "71-0090"),
        ("die Wanduhr (2026-120031) kommt nicht", "2026-120031"),
        ("Our PO is 88-4417, I believe yours is 1070.", "1070"),
        ("Tel 040-555018", None),
        ("in 2026-11 bestellt", None),
        ("Auf dem Zettel steht 1072. Darunter steht noch 9000 Klagenfurt", "1072"),
        ("1042 Becher kaputt", "1042"),
        ("Auftrag 2026/88417", "2026/88417"),
        ("order no. IN/2026/5512 dated 02.11.2026", "IN/2026/5512"),
        ("Bestellung 9-1140-2", "9-1140-2"),
        ("Bestellung vom 10/11/2026", None),
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
        ("Meine Schadensnummer ist S-20917", "S-20917"),
        ("Warum wurde meine Reklamation RK 6620 abgelehnt?", "RK 6620"),
        ("status CL88102", "CL88102"),
        ("Claim no 18-CL-207", "18-CL-207"),
        ("an update on claim 2026-C-55, please", "2026-C-55"),
        ("Es geht um die Reklamation 8812.", "8812"),
        ("Meine Reklamation hat die Nummer RK-2026-0713.", "RK-2026-0713"),
        ("I claim it never came, order 1042", None),
        ("Reklamation zu Bestellung 1042", None),
    ],
)
def test_a_claim_number_is_named_as_one(text: str, number: str | None) -> None:
    assert claim_number(text) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("bestellnr is 10 42", "1042"),
        ("Best.-Nr. 1 0 4 2", "1042"),
        ("the number is one zero four two", "1042"),
        ("ten forty-three that is the number one oh four three", "1043"),
        ("die bestell nummer ist zehn achtundfünfzig eins null fünf acht", "1058"),
        ("Bestellnummer eintausendzweiundvierzig", "1042"),
        ("zehn zweiundvierzig", "1042"),
        ("Order1042", "1042"),
        ("Bestellung vom 12 11 ist da", None),
        ("order of 6 glasses 2 broken", None),
        ("my phone number is 0 30 12 34", None),
        ("Bestellung von 2 Tellern und 10 Gläsern, 3 kaputt", None),
        ("hausnummer 12 14", None),
    ],
)
def test_an_order_number_told_in_pieces(text: str, number: str | None) -> None:
    assert order_number(text) == number


@pytest.mark.parametrize(
    "text",
    [
        "Rechnung 2026-5581, Kundennr 77120, Bestellung 10554",
        "customer no. 58210, invoice 2026/1187, order 10554",
        "Bestellung von 2024, Nummer 10554",
        "we moved to number 1042 Mill Lane. Order was 10554.",
    ],
)
def test_the_orders_number_among_others(text: str) -> None:
    assert order_number(text) == "10554"


@pytest.mark.parametrize("text", ["1o42 (das o is ne null)", "order one-oh-four-two. Four things"])
def test_an_o_is_a_nought(text: str) -> None:
    assert order_number(text) == "1042"
