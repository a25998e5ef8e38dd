import pytest

from intake.dialogue.products import Products
from intake.dialogue.things import Things


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("Seit gestern ist mein Pflegebett kaputt", "Pflegebett"),
        ("Aus dem alten Wäschetrockner tropft es", "Wäschetrockner"),
        ("kommt der schrank mit spedition", "schrank"),
        ("Der Griff vom Rasenmäher ist ab", "Rasenmäher"),
        ("Nein, nicht das Regalbrett, die Hängematte", "Hängematte"),
        ("Beim Einschalten der Kreissäge gab es Funken", "Kreissäge"),
        ("My blender stopped working after eleven months", "blender"),
        ("the tumble dryer's drum is live", "tumble dryer"),
        ("Where is my son's wheelchair ramp", "wheelchair ramp"),
        ("we slept under the bars of the cot", "cot"),
        ("Fire pit arrived with a bent leg", "Fire pit"),
        ("I ordered napkins, not a tablecloth", "napkins"),
    ],
)
def test_thing_is_read_off_its_place(text: str, thing: str) -> None:
    assert Things().named(text) == thing


@pytest.mark.parametrize(
    "text",
    [
        "Mein Mann ist im Krankenhaus",
        "Ich warte seit einer Woche auf die Rückerstattung",
        "Wo ist meine Bestellung? Die Lieferadresse stimmt",
        "gilt die gewährleistungsfrist auch für mich",
        "Tauscht ihr auch ohne Kassenbon um",
        "svenja.holt@example.org ist meine Mail",
        "The driver never rang and the order number is gone",
        "I want to speak to a manager about the refund",
        "Posted everything back two weeks ago",
        "thanks, that was quick",
        "",
    ],
)
def test_people_days_money_and_the_order_are_no_thing(text: str) -> None:
    assert Things().named(text) is None


def test_a_product_that_is_known_comes_before_other_things() -> None:
    assert Products().named("Die Lampe stand auf dem Klavier") == ("lampe",)


def test_a_thing_comes_before_words_that_may_mean_anything() -> None:
    assert Products().named("There was a shard of glass in your muesli") == ("muesli",)


def test_such_a_word_with_an_article_is_the_product() -> None:
    assert Products().named("there is a sharp bit on the rim of the glass") == ("glass",)
