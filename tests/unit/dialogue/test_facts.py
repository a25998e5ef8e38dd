import pytest

from intake.dialogue.understand import Understander
from intake.vision.types import Damage

DAMAGES = [
    ("Der Becher hat einen Riss", ("crack",)),
    ("tasse hat nen sprung", ("crack",)),
    ("there is a hairline crack in my plate", ("crack",)),
    ("am Rand ist ein Stück abgeplatzt", ("chip",)),
    ("a piece broke off the rim", ("chip",)),
    ("Die Vase ist zerbrochen", ("shattered",)),
    ("Glas zersplitert", ("shattered",)),
    ("display hat ein spinnennetz", ("shattered",)),
    ("the screan is shaterd", ("shattered",)),
    ("smashed to bits", ("shattered",)),
    ("zerkratzt", ("scratch",)),
    ("lauter kratzer aufm tisch", ("scratch",)),
    ("it's all scratched up", ("scratch",)),
    ("Delle in der Flasche", ("dent",)),
    ("my bottle has a dent", ("dent",)),
    ("Griff verbogen", ("bent",)),
    ("the spout is bent", ("bent",)),
    ("Riss im Kissen", ("tear",)),
    ("Naht aufgegangen", ("tear",)),
    ("the shade is torn", ("tear",)),
    ("ein Fleck auf dem Kissen", ("stain",)),
    ("stained cushion", ("stain",)),
    ("Brandfleck im Stoff", ("burn",)),
    ("there are burn marks on the seat", ("burn",)),
    ("der henkel ist abgebrochen", ("missing_part", "chip")),
    ("Es fehlt ein Rad", ("missing_part",)),
    ("came without the lid", ("missing_part",)),
    ("one wheel fell off", ("missing_part", "chip")),
    ("Sitz ist aufgequollen", ("water_damage",)),
    ("it has water damage", ("water_damage",)),
    ("Der Karton war total zerdrückt", ("crushed",)),
    ("the box was crushed but the mug is fine", ("crushed",)),
    ("wasserkocher geht nicht mehr an", ("does_not_work",)),
    ("das Tablet lässt sich nicht einschalten", ("does_not_work",)),
    ("kettle doesnt work", ("does_not_work",)),
    ("it won't turn on", ("does_not_work",)),
    ("falsche Farbe geliefert", ("wrong_item",)),
    ("you sent me the wrong mug", ("wrong_item",)),
    ("Kratzer hat er keine, aber eine Delle", ("dent",)),
    ("nicht nur zerkratzt sondern auch verbogen", ("scratch", "bent")),
    ("no scratches, but a dent", ("dent",)),
    ("not only scratched but also bent", ("scratch", "bent")),
    ("das ist nicht zerbrochen", ()),
    ("It is not cracked", ()),
    ("ohne Kratzer", ()),
    ("this joke cracked me up", ()),
    ("hab mich kaputt gelacht", ()),
    ("Was kostet die Reparatur?", ()),
    ("Der Trockner trocknet nicht", ("does_not_work",)),
    ("ein Kühlschrank, der nicht kühlt", ("does_not_work",)),
    ("the iron won't get hot", ("does_not_work",)),
    ("the burner makes no flame", ("does_not_work",)),
    ("Größe 42 bestellt und 39 bekommen", ("wrong_item",)),
    ("es war die falsche Teesorte", ("wrong_item",)),
    ("you sent somebody else's parcel", ("wrong_item",)),
    ("they sent ivory napkins instead of red ones", ("wrong_item",)),
    ("I am close to tears", ()),
    ("es geht um zwei Stühle und nicht um einen", ()),
]

WISHES = [
    ("ich will mein geld zurueck", "refund"),
    ("Bitte um Erstattung", "refund"),
    ("i want a refund", "refund"),
    ("money back please", "refund"),
    ("bitte reparieren", "repair"),
    ("can it be repaired, please repair", "repair"),
    ("Ich hätte gern Ersatz", "replacement"),
    ("bitte schicken sie mir eine neue tasse", "replacement"),
    ("I'd like a replacement", "replacement"),
    ("send me a new one", "replacement"),
    ("Reicht mir ein Preisnachlass", "partial_refund"),
    ("a partial refund would be fine", "partial_refund"),
    ("ich brauche nur den Deckel", "spare_part"),
    ("can you send a spare wheel", "spare_part"),
    ("Gutschein wäre ok", "store_credit"),
    ("store credit is fine", "store_credit"),
    ("keinen Gutschein, ich will mein Geld zurück", "refund"),
    ("no voucher, I want a refund", "refund"),
    ("I would prefer a bank transfer to the voucher", "refund"),
    ("nur wenn ich Geld und keinen Gutschein kriege", "refund"),
    ("glue from the repair kit got in my eye", None),
    ("Umtausch oder Geld zurück", None),
    ("Wie lange dauert die Erstattung?", None),
    ("der becher ist kaputt", None),
]

ORDERS = [
    ("Bestellung 1042", "1042"),
    ("order #1042", "1042"),
    ("Nr. 1042", "1042"),
    ("1042.", "1042"),
    (" 10432 ", "10432"),
    ("#1042", "1042"),
    ("Wo bleibt 30217? Das Paket sollte doch schon am Dienstag bei mir sein", "30217"),
    ("when does 8806 arrive, and how long may I keep it before it has to go back", "8806"),
    ("ich wohne in plz 50667 und warte seit letzter Woche auf das Paket", None),
    ("Meine Bestellnummer ist die 10432, der Becher hat einen Riss und ist vom 3.5.", "10432"),
    ("bestellnr:1042", "1042"),
    ("my order number is 1042 and the mug I bought is broken", "1042"),
    ("it's 10432 i think", "10432"),
    ("10432 ist meine Bestellnummer, glaube ich, aber sicher bin ich nicht", "10432"),
    ("Er hat 1500 Euro gekostet", None),
    ("gekauft im Mai 2026", None),
    ("k7m-4pq-9x", None),
    ("Meine Telefonnummer ist 0301234567890", None),
]


@pytest.mark.parametrize(("text", "damages"), DAMAGES)
def test_damages(understander: Understander, text: str, damages: tuple[str, ...]) -> None:
    assert understander.understand(text).damages == damages


def test_lexicon_names_existing_damages_only() -> None:
    assert {damage for _, damages in DAMAGES for damage in damages} == {*Damage} - {Damage.INTACT}


@pytest.mark.parametrize(("text", "wish"), WISHES)
def test_wish(understander: Understander, text: str, wish: str | None) -> None:
    assert understander.understand(text).wish == wish


@pytest.mark.parametrize(("text", "number"), ORDERS)
def test_order_number(understander: Understander, text: str, number: str | None) -> None:
    assert understander.understand(text).order_number == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("K7M-4PQ-9X", "K7M-4PQ-9X"),
        ("stand von k7m-4pq-9x?", "K7M-4PQ-9X"),
        ("my claim k7m4pq9x", "K7M-4PQ-9X"),
        ("Nummer K7M 4PQ 9X bitte", "K7M-4PQ-9X"),
        ("das hat 100 mal da gestanden", None),
        ("Bestellung 10432", None),
        ("Zahlendreher, es ist die 10342", None),
        ("ist ein zu grosses Glas", None),
    ],
)
def test_claim_number(understander: Understander, text: str, number: str | None) -> None:
    assert understander.understand(text).claim_number == number


def test_email_is_found_and_its_digits_are_no_order(understander: Understander) -> None:
    understood = understander.understand("Anna.Muster+1042@Web.de.")
    assert understood.email == "anna.muster+1042@web.de"
    assert understood.order_number is None


def test_words_are_lower_case_as_typed(understander: Understander) -> None:
    assert understander.understand("Grüner Becher, 2 Stück!").words == ("grüner", "becher", "2", "stück")
