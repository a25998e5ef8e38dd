"""Who sees whom in a claim."""

from intake.staff.presence import STAYS, Presence


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_two_in_one_claim_see_each_other() -> None:
    presence = Presence()
    assert presence.enter("kim", "A") == ()
    assert presence.enter("sam", "A") == ("kim",)
    assert presence.enter("kim", "A") == ("sam",)
    assert presence.there() == {"A": ("kim", "sam")}


def test_whoever_goes_on_to_another_claim_is_there_no_more() -> None:
    presence = Presence()
    presence.enter("kim", "A")
    presence.enter("kim", "B")
    assert presence.enter("sam", "A") == ()
    presence.enter("kim", None)
    assert presence.there() == {"A": ("sam",)}


def test_nobody_sees_others_without_a_claim() -> None:
    presence = Presence()
    presence.enter("kim", None)
    assert presence.enter("sam", None) == ()


def test_whoever_isn_t_seen_again_has_gone() -> None:
    clock = Clock()
    presence = Presence(clock)
    presence.enter("kim", "A")
    clock.now = STAYS - 1
    assert presence.enter("sam", "A") == ("kim",)
    clock.now = STAYS
    assert presence.enter("sam", "A") == ()
    assert presence.there() == {"A": ("sam",)}
