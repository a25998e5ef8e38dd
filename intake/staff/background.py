"""What a person should know before deciding a claim: how others like it were decided, and what else is known."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from dateutil.relativedelta import relativedelta
from PIL.Image import Image

from intake.claims.counting.traits import Decided, Traits
from intake.claims.model import Claim, Resolution, Track
from intake.claims.photo_store import PhotoStore
from intake.claims.rules import Rules
from intake.claims.store import Store
from intake.errors import NotFound
from intake.vision.looks import Vectors
from intake.vision.marks import known_again
from intake.vision.photos import open_photo

CANDIDATES = 40  # decided claims that are compared by picture
SHOWN = 4
FRESH = 6  # photos of other claims that are looked at for one page; the rest has its turn later
ENOUGH = 2  # settled claims with the same damage from which on there is a usual resolution


class Sight(Protocol):
    """The part of the eyes that compares photos."""

    @property
    def model(self) -> str: ...

    def vectors(self, photos: Sequence[Image]) -> Vectors: ...


@dataclass(frozen=True)
class Precedent:
    """A decided claim like this one. `likeness` of the photos is a cosine, -1..1; None where one has no photo."""

    decided: Decided
    photo: str | None
    likeness: float | None


@dataclass(frozen=True)
class Sighting:
    """A photo of this claim, and the photo of another claim that is the same one or a crop of it."""

    photo: str
    claim: str
    other_photo: str


@dataclass(frozen=True)
class Period:
    """Until when a claim on this ground can be made; `left` counts days and is negative once it is over."""

    track: Track
    until: date
    left: int


@dataclass(frozen=True)
class Background:
    """`usual` is what most of the settled precedents with the same damage got; `share` of how many."""

    precedents: tuple[Precedent, ...] = ()
    usual: Resolution | None = None
    share: tuple[int, int] = (0, 0)
    sightings: tuple[Sighting, ...] = ()
    periods: tuple[Period, ...] = ()
    others: tuple[Claim, ...] = ()  # of the same customer, newest first


NOTHING_KNOWN = Background()


class Backgrounds:
    def __init__(self, store: Store, photos: PhotoStore, sight: Sight, rules: Callable[[], Rules]) -> None:
        self._store, self._photos, self._sight, self._rules = store, photos, sight, rules

    def of(self, claim: Claim, today: date) -> Background:
        traits, decided = self._decided(claim)
        usual, share = _usual(traits, decided)
        return Background(
            self._precedents(claim, traits.damage if traits else "", decided),
            usual,
            share,
            self._sightings(claim),
            periods(claim, self._rules(), today),
            self.others(claim),
        )

    def usual(self, claim: Claim) -> tuple[Resolution | None, tuple[int, int]]:
        """What claims like this one mostly got, and how many of how many."""
        return _usual(*self._decided(claim))

    def _decided(self, claim: Claim) -> tuple[Traits | None, tuple[Decided, ...]]:
        traits = self._store.traits.of(claim.number)
        known = traits and (traits.sku or traits.damage)
        return traits, self._store.traits.decided_alike(traits, CANDIDATES) if traits and known else ()

    def others(self, claim: Claim) -> tuple[Claim, ...]:
        """Claims of the same customer, as far as the order tells who that is; newest first."""
        order = claim.facts.order
        found = self._store.claims_of_customer(order.email) if order else ()
        return tuple(other for other in found if other.number != claim.number)

    def _precedents(self, claim: Claim, damage: str, decided: Sequence[Decided]) -> tuple[Precedent, ...]:
        """Those with the same damage first, and among them those that look most alike."""
        photos = self._store.vectors.photos_of([one.claim for one in decided])
        first = {number: ids[0] for number, ids in photos.items()}
        own = list(self._vectors(claim.photos, len(claim.photos)).values())
        theirs = self._vectors([first[one.claim] for one in decided if one.claim in first], FRESH)
        found = [
            Precedent(one, first.get(one.claim), _likeness(own, theirs.get(first.get(one.claim, ""))))
            for one in decided
        ]
        found.sort(key=lambda one: (one.decided.damage != damage, 1 if one.likeness is None else -one.likeness))
        return tuple(found[:SHOWN])

    def _vectors(self, ids: Sequence[str], fresh: int) -> dict[str, Vectors]:
        """Kept ones, and of up to `fresh` photos new ones, which are kept then."""
        model = self._sight.model
        known = self._store.vectors.of(ids, model)
        unknown = [id for id in ids if id not in known][:fresh]
        new = {id: vector for id in unknown if (vector := self._look(id)) is not None}
        if new:
            self._store.vectors.keep(new, model)
        return known | new

    def _look(self, id: str) -> Vectors | None:
        try:
            photo = open_photo(self._photos.load(id))
        except NotFound:  # deleted when its time was over
            return None
        vector: Vectors = self._sight.vectors([photo])[0]
        return vector

    def _sightings(self, claim: Claim) -> tuple[Sighting, ...]:
        if not claim.facts.photos_seen_before:
            return ()
        order = claim.facts.order.number if claim.facts.order else None
        marked = self._store.marks(claim.conversation, order)
        marks = [mark for _, _, mark in marked]
        return tuple(
            Sighting(id, marked[row][0], marked[row][1])
            for id in claim.photos
            for row in known_again(open_photo(self._photos.load(id)), marks)
        )


def usual_resolution(decided: Sequence[Decided]) -> tuple[Resolution | None, tuple[int, int]]:
    """What more than half of the settled ones got, where there are `ENOUGH`; and how many of how many."""
    settled = [one.settlement.resolution for one in decided if one.settlement]
    best, count = max(Counter(settled).items(), key=lambda pair: pair[1], default=(None, 0))
    clear = len(settled) >= ENOUGH and 2 * count > len(settled)
    return (best if clear else None), (count, len(settled))


def periods(claim: Claim, rules: Rules, today: date) -> tuple[Period, ...]:
    """The periods that began with the delivery, the shortest first; none while nothing is delivered."""
    delivered = claim.facts.order.delivered if claim.facts.order else None
    if delivered is None:
        return ()
    ends: dict[Track, date] = {
        Track.WITHDRAWAL: delivered + timedelta(rules.withdrawal_days),
        Track.WARRANTY: delivered + relativedelta(months=rules.warranty_months),
    }
    return tuple(Period(track, until, (until - today).days) for track, until in ends.items())


def _usual(traits: Traits | None, decided: Sequence[Decided]) -> tuple[Resolution | None, tuple[int, int]]:
    return usual_resolution([one for one in decided if traits and one.damage == traits.damage])


def _likeness(own: Sequence[Vectors], other: Vectors | None) -> float | None:
    return max((float(row @ other) for row in own), default=None) if other is not None else None
