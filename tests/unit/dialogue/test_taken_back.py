"""Which of a message's words are left where some products are set aside."""

import pytest

from intake.dialogue.taken_back import without_taken_back


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("not the stool, the chair", ", the chair"),
        ("not the stool but the chair", "but the chair"),
        ("keeping the truck but the shopping bag I want to send back", "but the shopping bag I want to send back"),
        ("Teller und Lampe bleiben", ""),
        ("nicht den Hocker, sondern den Stuhl", ", sondern den Stuhl"),
        ("its the teal. hers is the sand one and hers is fine obviously", "its the teal."),
        ("Die andere Flasche, die mit dem Berg, ist eh in Ordnung", ""),
        ("der Becher ist gesprungen, die Teller sind heil", "der Becher ist gesprungen,"),
    ],
)
def test_what_stays_is_left_out(said: str, left: str) -> None:
    assert without_taken_back(said) == left
