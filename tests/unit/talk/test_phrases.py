"""What is said of a photo, with no more certainty than there is."""

from dataclasses import replace
from datetime import date

import pytest

from intake.claims.model import Facts
from intake.dialogue.wording import Wording
from intake.talk.phrases import Phrases
from intake.vision.types import Damage, Finding
from tests.fakes.parts import MUG, observation

PHRASES = Phrases(Wording.load(), lambda _: None)
SEEN = replace(
    observation(MUG),
    findings=(Finding(Damage.BURN, 0.85), Finding(Damage.DENT, 0.14)),
    likely=(Damage.BURN, Damage.DENT),
    damage_sure=True,
)


@pytest.mark.parametrize(
    ("decided", "said"),
    [
        (Damage.BURN, "I see a burn"),
        (Damage.DENT, "fits what you describe: a dent"),
        (None, "burn or discolouration or a dent"),
    ],
)
def test_only_the_likeliest_damage_is_seen_and_another_fits_the_words(decided: Damage | None, said: str) -> None:
    assert said in PHRASES.seen(Facts(date(2026, 11, 20), SEEN, product=MUG), "en", decided)
