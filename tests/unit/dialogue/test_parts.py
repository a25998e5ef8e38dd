import pytest

from intake.dialogue.parts import named_part


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("Am Tassenrand ist ein Sprung", "vom Rand"),
        ("Der Henkel ist ab", "vom Griff"),
        ("Zwei Ecken sind eingedrückt", "von der Ecke"),
        ("Der Bildschirm flackert", "vom Display"),
        ("Mein Lampenschirm hat einen Riss", "vom Schirm"),
        ("Irgendwas ist kaputt", None),
        ("Das Weinglas ist gesprungen", None),
        ("Das brand neue Teil", None),
    ],
)
def test_german(text: str, part: str | None) -> None:
    assert named_part(text, "de") == part


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("There is a chip on the rim.", "of the rim"),
        ("One of the legs wobbles", "of the leg"),
        ("The back of the phone is scratched, mostly the corners", "of the corner"),
        ("It arrived broken", None),
    ],
)
def test_english(text: str, part: str | None) -> None:
    assert named_part(text, "en") == part
