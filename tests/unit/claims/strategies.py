"""Facts of every kind, for property tests and as a starting point: `GOOD` is a case that opens."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import TypeVar

from hypothesis import strategies as st

from intake.claims.model import Facts, Missing, Order, OrderLine, Resolution
from intake.claims.rules import Rules
from intake.vision.types import Candidate, Damage, Finding, Observation, PhotoQuality, QualityIssue

T = TypeVar("T")

TODAY = date(2026, 11, 20)
RULES = Rules.load(Path(__file__).parents[3] / "intake" / "claims" / "rules.yaml", TODAY)
SKUS = ("MUG-DOTS", "MUG-FERN", "PHONE-ONYX")
VISIBLE = tuple(damage for damage in Damage if damage != Damage.INTACT)


def observation(
    *found: Damage, damaged: float = 0.95, damage_sure: bool = True, product_sure: bool = True, usable: bool = True
) -> Observation:
    """A photo of MUG-DOTS with these findings, best first."""
    return Observation(
        products=(Candidate("MUG-DOTS", 0.9), Candidate("MUG-FERN", 0.1)),
        findings=tuple(Finding(damage, 0.9 / (n + 1)) for n, damage in enumerate(found)),
        damaged=damaged,
        quality=PhotoQuality(() if usable else (QualityIssue.BLURRED,), 0.5, 0.5),
        product_sure=product_sure,
        damage_sure=damage_sure,
        model="model",
    )


def order(days: int | None = 20, *skus: str, price: float = 14.9) -> Order:
    """An order delivered so many days before `TODAY`."""
    delivered = None if days is None else TODAY - timedelta(days)
    lines = tuple(OrderLine(sku, 1, price) for sku in skus or ("MUG-DOTS",))
    return Order("1042", "kunde1042@example.com", TODAY - timedelta(900), delivered, lines)


GOOD = Facts(
    today=TODAY,
    observation=observation(Damage.CRACK),
    product="MUG-DOTS",
    stated_damages=(Damage.CRACK,),
    order_number="1042",
    order_searched=True,
    order=order(),
    price=14.9,
)

probabilities = st.sampled_from((0.0, 0.3, 0.5, 0.7, 1.0))
observations = st.builds(
    Observation,
    products=st.lists(st.builds(Candidate, st.sampled_from(SKUS), probabilities), max_size=2).map(tuple),
    findings=st.lists(st.builds(Finding, st.sampled_from(VISIBLE), probabilities), max_size=3).map(tuple),
    damaged=probabilities | st.just(float("nan")),
    quality=st.sampled_from((PhotoQuality((), 1.0, 0.5), PhotoQuality((QualityIssue.DARK,), 1.0, 0.1))),
    product_sure=st.booleans(),
    damage_sure=st.booleans(),
    model=st.just("model"),
)
orders = st.builds(
    order,
    st.none() | st.integers(-3, 1000),
    st.sampled_from(SKUS),
    price=st.sampled_from((14.9, 250.0, 251.0, float("nan"))),
)
# Booleans that are mostly False: else nearly every case ends at the first rows of the table.
rarely = st.sampled_from((False,) * 9 + (True,))
facts = st.builds(
    Facts,
    today=st.just(TODAY),
    observation=st.none() | observations,
    product=st.none() | st.sampled_from(SKUS),
    product_confirmed=st.booleans(),
    stated_damages=st.lists(st.sampled_from(Damage), max_size=2).map(tuple),
    damage_confirmed=st.booleans(),
    order_number=st.none() | st.just("1042"),
    order_searched=st.booleans(),
    order=st.none() | orders,
    price=st.none() | st.sampled_from((14.9, 649.0, float("nan"))),
    wish=st.none() | st.sampled_from(Resolution),
    asked_for_person=rarely,
    upset=rarely,
    alarm=rarely,
    legal_threat=rarely,
    claims_in_last_year=st.integers(0, 4),
    photos_seen_before=st.sampled_from((0, 0, 0, 1)),
    components_down=st.sampled_from(((), (), (), ("vision",))),
    no_order_number=rarely,
    none_of_these=rarely,
    withdrawal=rarely,
    doubtful=rarely.map(lambda doubt: ("it hissed",) * doubt),
    attempts=st.lists(
        st.tuples(st.sampled_from([missing.value for missing in Missing]), st.integers(0, 3)), max_size=2
    ).map(tuple),
)


def mostly(usual: T, other: st.SearchStrategy[T]) -> st.SearchStrategy[T]:
    """`usual` in four of five cases."""
    return st.one_of(*[st.just(usual)] * 4, other)


# Near the case that opens, where a hole in the rules would show.
nearly_sure = st.builds(
    observation,
    st.sampled_from(VISIBLE),
    damaged=mostly(0.95, probabilities),
    damage_sure=st.booleans(),
    product_sure=st.booleans(),
    usable=mostly(True, st.booleans()),
)
nearly_good = st.builds(
    replace,
    st.just(GOOD),
    observation=mostly(GOOD.observation, observations) | nearly_sure,
    product_confirmed=mostly(True, st.just(False)),
    damage_confirmed=st.booleans(),
    stated_damages=mostly(GOOD.stated_damages, st.lists(st.sampled_from(Damage), max_size=2).map(tuple)),
    order=mostly(GOOD.order, orders) | st.integers(0, 1000).map(order),
    price=mostly(GOOD.price, st.sampled_from((None, 250.0, 250.01, float("nan")))),
    claims_in_last_year=mostly(0, st.integers(0, 4)),
    withdrawal=rarely,
)
