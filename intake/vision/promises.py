"""Thresholds that keep a promise: Learn-then-Test on labelled photos, and what is lacking where none does."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from math import ceil, exp, lgamma, log

NEVER = 2.0  # no probability reaches it
DOUBT = 0.05  # chance that a threshold doesn't keep its promise
STARTS = (0, 3, 12)
TOO_MANY = 10_000  # photos that nobody will label
USEFUL = 0.05  # share of the photos that a threshold has to accept before more of them are asked for
# Fixed before any photo was seen; fine where models are nearly certain. 1 - 10^-4 down to 0.5.
GRID = tuple(1 - 10 ** (-4 + step * (4 + log(0.5, 10)) / 60) for step in range(61))

Tested = tuple[float, list[bool]]  # threshold, and for each photo that it accepts: was that right?
RightAt = Callable[[float], Sequence[bool]]  # threshold -> the same


@dataclass(frozen=True)
class Promise:
    """The lowest threshold whose error among what it accepts is at most `risk`, with 95 % confidence.

    `accepted` and `errors` count calibration photos at that threshold. Where none keeps the promise it is `NEVER`, and
    `lacking` says about how many more photos like these it takes; None where no number of them would do.
    """

    risk: float
    threshold: float
    photos: int
    accepted: int = 0
    errors: int = 0
    lacking: int | None = 0

    @property
    def kept(self) -> bool:
        return self.threshold < NEVER


@dataclass(frozen=True)
class Promised:
    """What one risk allows: which product it is, that and how it is damaged, that nothing is damaged."""

    product: Promise
    damage: Promise
    intact: Promise

    @property
    def risk(self) -> float:
        return self.product.risk


def promise(right_at: RightAt, photos: int, risk: float) -> Promise:
    """Learn-then-Test (Angelopoulos et al. 2021) with exact binomial tests; `photos` are those that were looked at.

    Fixed-sequence testing with several starts: thresholds are tested from a start down to the first that fails. A start
    is the strictest threshold that accepts enough photos to pass with 0, 3 or 12 errors among them, so it depends on
    confidences and not on labels; the starts that `photos` can reach share the doubt.
    """
    starts = [errors for errors in STARTS if _fewest(errors, risk, DOUBT) <= photos] or [0]
    doubt = DOUBT / len(starts)
    found = [(at, list(right_at(at))) for at in GRID]
    best = max((_last_kept(found, _fewest(errors, risk, doubt), risk, doubt) for errors in starts), key=_accepts)
    at, right = best
    if not right:
        return Promise(risk, NEVER, photos, lacking=_lacking(found, photos, risk))
    return Promise(risk, at, photos, len(right), right.count(False))


def _accepts(tested: Tested) -> int:
    return len(tested[1])


def _last_kept(found: Sequence[Tested], fewest: int, risk: float, doubt: float) -> Tested:
    best: Tested = (NEVER, [])
    for at, right in found:
        if len(right) < fewest:
            continue
        if _at_most(right.count(False), len(right), risk) > doubt:
            break
        best = (at, right)
    return best


@cache
def _fewest(errors: int, risk: float, doubt: float) -> int:
    """How many photos with so many errors prove that the error is at most `risk`."""
    photos = errors + 1
    while _at_most(errors, photos, risk) > doubt:
        photos += 1
    return photos


@cache
def _at_most(errors: int, trials: int, risk: float) -> float:
    """Probability of at most `errors` in `trials` when each errs with `risk` (binomial)."""
    return sum(
        exp(lgamma(trials + 1) - lgamma(k + 1) - lgamma(trials - k + 1) + k * log(risk) + (trials - k) * log(1 - risk))
        for k in range(errors + 1)
    )


def _lacking(found: Sequence[Tested], photos: int, risk: float) -> int | None:
    """About how many more photos the most promising threshold takes, if it goes on erring as it does."""
    needed = [total for _, right in found if (total := _needed(right, photos, risk)) is not None]
    return max(1, min(needed) - photos) if needed else None


def _needed(right: Sequence[bool], photos: int, risk: float) -> int | None:
    """Photos in all until this threshold's accepted ones prove `risk`.

    None where it accepts too little to be of use, or its error isn't clearly below the risk. The error is estimated
    with half an error more than was seen (Jeffreys), for none among few isn't none for ever; yet with a third of the
    risk at most where none was seen, for few photos are no proof of failure either.
    """
    errors = list(right).count(False)
    rate = (errors + 0.5) / (len(right) + 1)
    rate = rate if errors else min(rate, risk / 3)
    if not right or len(right) < USEFUL * photos:
        return None
    accepted = 1
    while _at_most(ceil(rate * accepted), accepted, risk) > DOUBT:
        accepted = ceil(accepted * 1.02)
        if accepted > TOO_MANY:
            return None
    return ceil(accepted * photos / len(right))
