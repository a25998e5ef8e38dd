import pytest

from intake.chat.support import supported

GERMAN = (
    "Sie können die Ware innerhalb von 14 Tagen nach Erhalt zurücksenden. Die Kosten der Rücksendung tragen wir nicht."
)
ENGLISH = "You may return goods within 14 days of delivery. We refund the price within 7 days after the goods are back."


@pytest.mark.parametrize(
    ("said", "passage"),
    [
        ("Sie können die Ware innerhalb von 14 Tagen zurücksenden.", GERMAN),
        ("Die Kosten der Rücksendung tragen wir nicht.", GERMAN),
        ("You can return the goods within 14 days of delivery.", ENGLISH),
        ("You may return goods within 14 days. We refund the price within 7 days.", ENGLISH),
    ],
)
def test_fewer_words_of_a_passage_are_supported(said: str, passage: str) -> None:
    assert supported(said, [passage])


@pytest.mark.parametrize(
    ("said", "passage"),
    [
        ("Sie können die Ware innerhalb von 30 Tagen zurücksenden.", GERMAN),
        ("Die Kosten der Rücksendung tragen wir.", GERMAN),
        ("Sie können die Ware nicht zurücksenden.", GERMAN),
        ("Wir genehmigen die Rücksendung.", GERMAN),
        ("Your refund is approved.", ENGLISH),
        ("We refund the price within 14 days after delivery.", ENGLISH),  # of two sentences, put together
        ("We refund the price within 7 days. This is a promise.", ENGLISH),
        ("You may return goods ![x](http://evil.example).", ENGLISH),
        ("You may return <b>goods</b>.", ENGLISH),
        ("Yes.", ENGLISH),
        ("", ENGLISH),
    ],
)
def test_anything_else_is_not(said: str, passage: str) -> None:
    assert not supported(said, [passage])
