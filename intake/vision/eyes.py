"""Photos to observation: encode once, compare with the catalogue, read the damage, say how sure."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from intake.vision.adapter import Adapter, Example
from intake.vision.building import IndexFolder
from intake.vision.catalogue import CatalogueIndex
from intake.vision.confidence import Calibration, judged
from intake.vision.damage import VISIBLE, DamageReader, Shots, probabilities
from intake.vision.damage_head import DamageHead
from intake.vision.embedding import embed_catalogue
from intake.vision.encoder import DAMAGE_HEAD, Encoder
from intake.vision.kinds import KindHead
from intake.vision.looks import Looks, Vectors
from intake.vision.naming import Naming
from intake.vision.photos import quality
from intake.vision.places import Heat
from intake.vision.reader import Reader
from intake.vision.regions import of_maps, regions
from intake.vision.types import Candidate, CatalogueProduct, Damage, Finding, Observation, PhotoKind, PhotoQuality

CANDIDATES = 20  # products that an observation names at most
UNAIDED = 5  # of them that are kept without regard to the order


class Eyes:
    """Vision as the rest of Intake knows it."""

    def __init__(
        self,
        encoder: Encoder,
        index: CatalogueIndex,
        calibration: Calibration,
        damage: DamageReader,
        reader: Reader | None = None,
    ) -> None:
        self._encoder, self.index, self.calibration, self._damage = encoder, index, calibration, damage
        self._reader, self._naming = reader, Naming(index, reader)
        self._kinds = KindHead.beside(encoder.folder)
        self._folder: IndexFolder | None = None
        self._calibrations: Path | None = None
        self._catalogue = index  # without what was taught beside it
        self._taught: list[tuple[str, Vectors]] = []

    @classmethod
    def open(
        cls,
        catalogue: Path,
        encoder: Encoder,
        cache: Path | None = None,
        calibrations: Path | None = None,
        reader: Reader | None = None,
    ) -> "Eyes":
        """`calibrations` is the folder of the shop's own; they win over the one beside the weights.

        Without a `reader` nothing that is printed on photos is read.

        Raises CatalogueInvalid and ModelUnavailable.
        """
        folder = IndexFolder(catalogue, encoder, cache) if cache else None
        index = folder.open() if folder else embed_catalogue(catalogue, encoder)
        file = encoder.folder / DAMAGE_HEAD if encoder.folder else None
        head = DamageHead.load(file) if file and file.is_file() else None
        calibration = Calibration.load(encoder.folder, index.id, calibrations)
        eyes = cls(encoder, index, calibration, DamageReader(encoder, head, calibration.head_share, cache), reader)
        eyes._folder, eyes._calibrations = folder, calibrations
        return eyes

    def renew(self) -> None:
        """Takes over the index that `python -m intake index` has completed meanwhile, if it has."""
        if self._folder and (newer := self._folder.newer()):
            self._catalogue = newer
            self._learn()
            self.calibration = Calibration.load(self._encoder.folder, newer.id, self._calibrations)

    @property
    def model(self) -> str:
        """Whose vectors `vectors` gives: those of different models don't compare."""
        return self._encoder.id

    def vectors(self, photos: Sequence[Image.Image]) -> Vectors:
        """(n, d) unit vectors of n whole photos."""
        return self._encoder.images(photos)

    def references(self, photos: Sequence[Image.Image]) -> Vectors:
        """(n, r, c) what `teach` wants to have of n photos."""
        return regions(self._encoder, photos)

    def teach(self, references: Vectors, skus: Sequence[str]) -> None:
        """More pictures of known products beside the catalogue's, in place of what was taught before.

        `references` (n, r, c) are of the products `skus` (n,); those that the catalogue doesn't have are passed over.
        """
        self._taught = list(zip(skus, references, strict=True))
        self._learn()

    def _learn(self) -> None:
        lessons = [(sku, rows) for sku, rows in self._taught if self._catalogue.product(sku)]
        rows = np.stack([rows for _, rows in lessons]) if lessons else np.zeros((0, 0, 0), np.float32)
        self.index = self._catalogue.with_references(rows, [sku for sku, _ in lessons])
        self._naming = Naming(self.index, self._reader)

    def load(self) -> None:
        """Loads the model now, so that the first customer doesn't wait for it. Raises ModelUnavailable."""
        self._encoder.load()

    def look(self, photos: Sequence[Image.Image], text: str = "", ordered: Collection[str] = ()) -> list[Observation]:
        """One observation a photo. `ordered` are SKUs of the customer's order: the candidates first."""
        if not photos:
            return []
        self.renew()
        wholes = by_photo(self._encoder.looks(photos), len(photos))
        shots = [self._damage.shots(photo, whole) for photo, whole in zip(photos, wholes, strict=True)]
        return [self._observe(photo, seen, text, ordered) for photo, seen in zip(photos, shots, strict=True)]

    def heat_map(self, photo: Image.Image, damage: Damage) -> Heat | None:
        """Where the photo speaks for `damage`: a small (h, w) map in 0..1 from the top left; None where unknown."""
        return self._damage.heat(self._encoder.looks([photo]), damage)

    def example(self, photo: Image.Image, damages: Collection[Damage]) -> Example:
        """A labelled photo as `Adapter.fit` wants to have it; no damage means intact."""
        return self._damage.example(self._damage.shots(photo, self._encoder.looks([photo])), damages)

    def adapt(self, adapter: Adapter | None) -> None:
        """Reads damage with what a shop's own photos taught from now on; None takes it back."""
        self._damage.adapter = adapter

    def look_together(
        self, photos: Sequence[Image.Image], text: str = "", ordered: Collection[str] = ()
    ) -> Observation:
        """All photos of one case read as one observation."""
        return combine(self.look(photos, text, ordered))

    def _observe(self, photo: Image.Image, shots: Shots, text: str, ordered: Collection[str]) -> Observation:
        named = self._naming.name(photo, self.regions(shots.views), text, ordered, self.calibration.mixing)
        seen = self.judge(named.logits, self._damage.logits(shots), quality(photo))
        findings = self._damage.placed(seen.findings, shots)
        if ordered:
            seen = replace(seen, unaided=self._candidates(self.index.without_order(named.logits, ordered)))
        read = replace(seen, known=named.known, pictured=named.pictured, printed=named.printed, findings=findings)
        return judged(replace(read, kind=self._kind(shots.views)), self.calibration)

    def _kind(self, shots: Looks) -> PhotoKind:
        return self._kinds.kind(shots.vectors[0]) if self._kinds else PhotoKind.PRODUCT

    def named(self, text: str) -> frozenset[str]:
        """SKUs of the products that the words fit best; none where they name no product of the catalogue."""
        match = self.index.favour(text, (), self.calibration.mixing)
        best = np.flatnonzero((match > 0) & (match >= match.max() - 1e-6))
        return frozenset(self.index.products[row].sku for row in best)

    def regions(self, shots: Looks) -> Vectors:
        """(r, c) regions of one photo, given its views: from the maps of the whole where there are some."""
        return of_maps(shots[:1])[0] if shots.last.size else shots.vectors

    def product(self, sku: str) -> CatalogueProduct | None:
        return self.index.product(sku)

    def products(self) -> Sequence[CatalogueProduct]:
        return self.index.products

    def judge(
        self, product: NDArray[np.float32], damage: NDArray[np.float32], photo_quality: PhotoQuality
    ) -> Observation:
        """Turns raw scores into probabilities and compares them with the calibrated thresholds."""
        limits = self.calibration
        by_damage = dict(zip(VISIBLE, probabilities(damage, limits.damage_temperature).tolist(), strict=True))
        intact = by_damage.pop(Damage.INTACT)
        ranked = sorted(by_damage.items(), key=lambda item: -item[1])
        seen = Observation(
            products=self._candidates(product),
            findings=tuple(Finding(damage_type, p) for damage_type, p in ranked),
            damaged=1 - intact,
            quality=photo_quality,
            product_sure=False,
            damage_sure=False,
            model=self._encoder.id,
        )
        return judged(seen, limits)

    def _candidates(self, logits: NDArray[np.float32]) -> tuple[Candidate, ...]:
        by_product = probabilities(logits)
        order = np.argsort(-by_product, kind="stable")[:CANDIDATES]
        return tuple(Candidate(self.index.products[i].sku, float(by_product[i])) for i in order if by_product[i] > 0)


def by_photo(looks: Looks, photos: int) -> list[Looks]:
    """The views of each photo: `looks` has the same number of them for each, one photo after the other."""
    size = len(looks) // photos
    return [looks[start : start + size] for start in range(0, len(looks), size)]


def combine(observations: Sequence[Observation]) -> Observation:
    """Several photos of one case as one: products by what all photos say together, damage by the clearest photo.

    Unusable photos count only when there is no usable one, photos without a product only where none has one. Sure is
    what one photo is sure of and no sure photo contradicts.
    """
    printed = tuple(dict.fromkeys(note for o in observations for note in o.printed))
    parcels = [o for o in observations if o.quality.usable and o.kind is PhotoKind.PARCEL]
    parcel_damaged = any(parcel.sees_damage for parcel in parcels) if parcels else None
    combined = _combined(observations)
    return replace(combined, printed=printed, parcel_damaged=parcel_damaged, unaided=combined.unaided[:UNAIDED])


def _combined(observations: Sequence[Observation]) -> Observation:
    usable = [o for o in observations if o.quality.usable] or list(observations)
    usable = [o for o in usable if o.kind is PhotoKind.PRODUCT] or usable
    if len(usable) == 1:
        return replace(usable[0], damage_photo=_position(usable[0], observations))
    clearest = max(usable, key=lambda o: (o.damage_sure, o.damaged))
    surely = tuple(sorted({o.products[0].sku for o in usable if o.product_sure}))
    return replace(
        clearest,
        products=_pooled(usable),
        unaided=_pooled([replace(o, products=o.unaided) for o in usable if o.unaided]),
        product_sure=len(surely) == 1 and _pooled(usable)[0].sku in surely,
        quality=min((o.quality for o in usable), key=lambda q: len(q.issues)),
        damage_photo=_position(clearest, observations),
        known=max(o.known for o in usable),
        pictured=max(usable, key=lambda o: o.known).pictured,
        contradiction=surely if len(surely) > 1 else (),
    )


def _position(one: Observation, observations: Sequence[Observation]) -> int:
    return next(number for number, other in enumerate(observations) if other is one)


def _pooled(observations: Sequence[Observation]) -> tuple[Candidate, ...]:
    """Candidates by the sum of log probabilities over the square root of their number.

    Photos of one case are neither independent, which the sum would take them for, nor the same, as the mean would.
    """
    if not observations:
        return ()
    logs: dict[str, list[float]] = {}
    for observation in observations:
        for candidate in observation.products:
            logs.setdefault(candidate.sku, []).append(float(np.log(max(candidate.score, 1e-9))))
    skus = list(logs)
    missing = float(np.log(1e-9))
    count = len(observations)
    sums = [sum(logs[sku]) + missing * (count - len(logs[sku])) for sku in skus]
    pooled = probabilities(sums, count**0.5)
    ranked = sorted(zip(skus, pooled.tolist(), strict=True), key=lambda item: -item[1])
    return tuple(Candidate(sku, p) for sku, p in ranked)
