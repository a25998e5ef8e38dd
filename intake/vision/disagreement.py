"""Where the photo and the customer's words can't both be right. A question to ask, never an accusation."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from intake.vision.types import Damage, Observation

_HARDLY = 0.05  # probability below which the photo speaks against a product


@dataclass(frozen=True)
class Disagreement:
    """What was said and what is seen instead: SKUs when it is about the product, damage types otherwise."""

    about_product: bool
    said: tuple[str, ...]
    seen: str


def disagreement(
    observation: Observation,
    named: Collection[str],
    stated: Collection[Damage],
    compatible: Callable[[Damage, Damage], bool],
) -> tuple[Disagreement, ...]:
    """`named` are the SKUs that the words may mean, `stated` the visible damages that they state.

    Only what the photo shows for sure disagrees. `compatible(seen, said)` tells damage types that words mix up.
    """
    if not observation.quality.usable:
        return ()
    return (*_of_product(observation, named), *_of_damage(observation, stated, compatible))


def _of_product(observation: Observation, named: Collection[str]) -> tuple[Disagreement, ...]:
    meant = sum(candidate.score for candidate in observation.products if candidate.sku in named)
    if not named or not observation.product_sure or meant >= _HARDLY:
        return ()
    return (Disagreement(True, tuple(sorted(named)), observation.products[0].sku),)


def _of_damage(
    observation: Observation, stated: Collection[Damage], compatible: Callable[[Damage, Damage], bool]
) -> tuple[Disagreement, ...]:
    seen = observation.likely
    if not observation.damage_sure or not stated or not seen:
        return ()
    if any(said is one or compatible(one, said) for one in seen for said in stated):
        return ()
    return (Disagreement(False, tuple(sorted(stated)), str(seen[0])),)
