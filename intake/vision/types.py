"""What vision reads off photographs. Plain values, no model and no picture library."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

Box = tuple[float, float, float, float]
EVEN = 0.5  # probability from which something is likelier than not


class Damage(StrEnum):
    """Damage types (DESIGN: finding). `INTACT` competes with the others when a photo is read."""

    CRACK = "crack"
    CHIP = "chip"
    SHATTERED = "shattered"
    SCRATCH = "scratch"
    DENT = "dent"
    BENT = "bent"
    TEAR = "tear"
    STAIN = "stain"
    BURN = "burn"
    MISSING_PART = "missing_part"
    WATER_DAMAGE = "water_damage"
    CRUSHED = "crushed"
    DOES_NOT_WORK = "does_not_work"  # known from text only
    WRONG_ITEM = "wrong_item"  # known from text and photo together
    INTACT = "intact"


class PhotoKind(StrEnum):
    """What a photo shows: a product, a parcel (evidence of transport damage, no product), or neither."""

    PRODUCT = "product"
    PARCEL = "parcel"
    NOTHING = "nothing"


class QualityIssue(StrEnum):
    BLURRED = "blurred"
    DARK = "dark"
    BRIGHT = "bright"
    SMALL = "small"
    SCREENSHOT = "screenshot"
    NO_PRODUCT = "no_product"


@dataclass(frozen=True)
class Candidate:
    """A product that the photo may show; `score` is a probability, 0..1, over the catalogue."""

    sku: str
    score: float


@dataclass(frozen=True)
class Finding:
    """One damage type with its probability, 0..1, over all damage types and intact.

    `box` is where it shows: (left, top, right, bottom) in shares 0..1 of the photo; None where no place is known.
    """

    damage: Damage
    probability: float
    box: Box | None = None


@dataclass(frozen=True)
class PhotoQuality:
    """`issues` is empty when the photo can be judged. Sharpness and brightness are as measured, for the record."""

    issues: tuple[QualityIssue, ...]
    sharpness: float
    brightness: float  # mean luminance, 0..1

    @property
    def usable(self) -> bool:
        return not self.issues


@dataclass(frozen=True)
class Printed:
    """Something that is written on a photo, as it stands there, and what it points to ("" where to nothing).

    `order` is an order number. What is written names products and orders; it never changes a finding.
    """

    text: str
    barcode: bool = False  # read off a barcode or QR code, whose check digits exclude misreading
    sku: str = ""
    order: str = ""


@dataclass(frozen=True)
class Limits:
    """The thresholds in force when something was called sure or not; above 1 nothing is.

    They rest on so many labelled `photos` and promise that at most `risk` (0..1) of what is called sure is wrong.
    """

    product: float
    damage: float
    intact: float
    risk: float
    photos: int


@dataclass(frozen=True)
class Observation:
    """What was read off one photo, or off all photos of a case once they are combined.

    `products` and `findings` are sorted, best first; `findings` never contains `INTACT`.
    `damaged` is the probability, 0..1, that something is damaged. `product_sure` and `damage_sure` say whether
    the calibrated thresholds of the model in use (`model`) are met; `likely` are the damage types, at most three, that
    the truth is then surely among: `(INTACT,)` where surely nothing is damaged, none where it isn't sure.
    `known` is the probability, 0..1, that the product is one of the catalogue at all. `contradiction` has the SKUs that
    different photos of a case clearly show, where they are two or more. `pictured` has the SKUs that the picture looks
    like most, best first, whatever words and order say. `kind` is what the photo shows; `damage_photo`
    the position, from 0, of the photo that the findings and their boxes are read off. `parcel_damaged` says whether
    packaging that was photographed looks damaged; None where no photo shows any.
    """

    products: tuple[Candidate, ...]
    findings: tuple[Finding, ...]
    damaged: float
    quality: PhotoQuality
    product_sure: bool
    damage_sure: bool
    model: str
    known: float = 1.0
    printed: tuple[Printed, ...] = ()
    contradiction: tuple[str, ...] = ()
    kind: PhotoKind = PhotoKind.PRODUCT
    damage_photo: int = 0
    likely: tuple[Damage, ...] = ()
    parcel_damaged: bool | None = None
    limits: Limits | None = None  # None in records of earlier versions
    unaided: tuple[Candidate, ...] = ()  # the best products without regard to an order; empty where none was known
    pictured: tuple[str, ...] = ()  # empty in records of earlier versions

    @property
    def alone(self) -> tuple[Candidate, ...]:
        """The likely products by photo and words, whatever was ordered."""
        return self.unaided or self.products

    @property
    def sees_damage(self) -> bool:
        """Whether a damage is more likely than none. How sure that is, is another question."""
        return bool(self.findings) and self.damaged >= EVEN

    @property
    def unknown(self) -> bool:
        """Whether it more likely is none of the catalogue's products, or no product at all."""
        return self.kind is not PhotoKind.PRODUCT or self.known < EVEN

    @property
    def surely_damaged(self) -> bool:
        return self.damage_sure and self.sees_damage

    @property
    def surely_intact(self) -> bool:
        return self.damage_sure and bool(self.findings) and not self.sees_damage


@dataclass(frozen=True)
class CatalogueProduct:
    """One article of the shop's catalogue. `images` are absolute paths of reference pictures; price in EUR.

    `gtin` is the number under the barcode (EAN, UPC, ISBN), `mpn` the maker's own article number, `printed` the lines
    that were read on its pictures.
    """

    sku: str
    names: dict[str, str]  # language -> name
    descriptions: dict[str, str] = field(default_factory=dict)
    category: str = ""
    price: float | None = None
    supplier: str = ""
    batch: str = ""  # of the deliveries that are on sale, where the shop keeps it
    images: Sequence[str] = ()
    gtin: str = ""
    brand: str = ""
    mpn: str = ""
    printed: Sequence[str] = ()

    def name(self, language: str) -> str:
        """The name in `language`, else in any language there is, else the SKU."""
        return self.names.get(language) or next(iter(self.names.values()), self.sku)
