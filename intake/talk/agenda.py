"""Several products in one message: taken up one after the other, in the order in which the customer turns to them."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Protocol

from intake.claims.model import Facts, Named
from intake.dialogue.taken_back import without_taken_back
from intake.dialogue.types import Understanding
from intake.vision.types import Damage

BETWEEN = re.compile(r"(?:[,;:.!\n]|\bund\b|\band\b)+", re.IGNORECASE)


class Meaning(Protocol):
    def meant(self, said: Sequence[str], skus: Sequence[str]) -> tuple[str, ...]: ...


def named_in(text: str, read: Callable[[str], Understanding]) -> tuple[Named, ...]:
    """The products of a message, each with its damage; empty unless there are two or more."""
    found: list[Named] = []
    for clause in filter(str.strip, map(without_taken_back, BETWEEN.split(text))):
        said = read(clause)
        damages = tuple(map(Damage, said.damages))
        if damages and not said.guesses_wrong_item:
            found.append(Named(clause.strip(), damages))
    return tuple(found) if len(found) > 1 else ()


def apart(named: Sequence[Named], skus: Sequence[str], meaning: Meaning) -> tuple[Named, ...]:
    """Those that mean different ones of the products; empty unless there are two or more."""
    meant: dict[tuple[str, ...], Named] = {}
    for one in named:
        fitting = meaning.meant([one.words], skus)
        if fitting:
            meant.setdefault(fitting, one)
    return tuple(meant.values()) if len(meant) > 1 else ()


def take_up(facts: Facts, meaning: Meaning) -> Facts:
    """The case that the newest words, or else the photo, are about: another of those that wait may come first."""
    if not facts.others or not facts.order or not facts.named:
        return facts
    cases = {meaning.meant([one.words], facts.ordered): one for one in facts.others if not one.photos}
    chosen = cases.get(meaning.meant(facts.named[:1], facts.ordered))
    if chosen is None and facts.observation:
        chosen = next((cases[(c.sku,)] for c in facts.observation.products[:1] if (c.sku,) in cases), None)
    if chosen is None or chosen.words == facts.named[0]:
        return facts
    now = Named(facts.named[-1], facts.stated_damages)
    waiting = tuple(now if one is chosen else one for one in facts.others)
    other = replace(facts, product=None, product_confirmed=False)
    return replace(other, named=(chosen.words,), stated_damages=chosen.damages, others=waiting)
