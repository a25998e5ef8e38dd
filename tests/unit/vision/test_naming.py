"""Signals about the product beside the picture: what is printed, words, order. No model is loaded."""

import numpy as np
import pytest
from PIL import Image

from intake.vision.axes import Axes
from intake.vision.catalogue import CatalogueIndex, Mixing
from intake.vision.disagreement import disagreement
from intake.vision.eyes import combine
from intake.vision.looks import Vectors
from intake.vision.naming import Naming
from intake.vision.scales import measure
from intake.vision.types import Candidate, CatalogueProduct, Damage, Finding, Observation, PhotoQuality

PRODUCTS = (
    CatalogueProduct("OATS", {"en": "Hafermann oat drink"}, gtin="4006381333931"),
    CatalogueProduct("SOYA", {"en": "Sojamilch drink"}),
    CatalogueProduct("RICE", {"en": "Reismilch drink"}),
)
PHOTO = Image.new("RGB", (8, 8))
EVEN: Vectors = np.full((1, 3), 3**-0.5, np.float32)
CLEAR = np.array([[0.0, 1.0, 0.0]], np.float32)


class FakeReader:
    """Reads what it is told; remembers how often it was asked for print."""

    def __init__(self, codes: tuple[str, ...] = (), lines: tuple[str, ...] = ()) -> None:
        self._codes, self._lines, self.asked = codes, lines, 0

    def codes(self, _: Image.Image) -> tuple[str, ...]:
        return self._codes

    def lines(self, _: Image.Image) -> tuple[str, ...]:
        self.asked += 1
        return self._lines


def index() -> CatalogueIndex:
    vectors = np.eye(3, dtype=np.float32)
    axes, owners = Axes.plain(3), np.arange(3)
    scales = measure(vectors[:, None], owners, vectors, axes)
    return CatalogueIndex("id", PRODUCTS, vectors[:, None], owners, vectors, axes, scales)


def test_print_is_read_only_where_the_picture_leaves_doubt() -> None:
    reader = FakeReader(lines=("Hafermann",))
    naming = Naming(index(), reader)
    sharp = Mixing(temperature=2.0, text=0.0)
    assert naming.name(PHOTO, CLEAR, "", (), sharp).logits.argmax() == 1
    assert reader.asked == 0
    assert naming.name(PHOTO, EVEN, "", (), sharp).logits.argmax() == 0
    assert reader.asked == 1


def test_a_barcode_names_the_product_of_a_photo_that_shows_little() -> None:
    named = Naming(index(), FakeReader(codes=("4006381333931",))).name(PHOTO, EVEN, "", (), Mixing())
    assert named.logits.argmax() == 0
    assert named.known == 1.0
    assert [note.sku for note in named.printed] == ["OATS"]


def test_a_barcode_against_a_clear_picture_leaves_doubt() -> None:
    sharp = Mixing(temperature=20.0, text=0.0)
    logits = Naming(index(), FakeReader(codes=("4006381333931",))).name(PHOTO, CLEAR, "", (), sharp).logits
    assert logits[0] == pytest.approx(logits[1])


def test_a_number_on_an_invoice_names_its_product_whatever_the_paper_looks_like() -> None:
    foreign = Mixing(temperature=20.0, text=0.0, known_at=1e6, known_slope=1.0)
    named = Naming(index(), FakeReader(lines=("Art. 4006381333931",))).name(PHOTO, CLEAR, "", (), foreign)
    assert named.logits.argmax() == 0
    assert named.known == 1.0


def test_without_a_reader_the_picture_speaks_alone() -> None:
    named = Naming(index()).name(PHOTO, CLEAR, "", (), Mixing())
    assert named.logits.argmax() == 1
    assert named.printed == ()


# Several photos, and photo against words


def seen(sku: str, score: float = 0.97, sure: bool = True, **more: object) -> Observation:
    others = [p.sku for p in PRODUCTS if p.sku != sku]
    candidates = (Candidate(sku, score), *(Candidate(other, (1 - score) / 2) for other in others))
    findings = (Finding(Damage.SCRATCH, 0.9), Finding(Damage.CRACK, 0.05))
    quality = PhotoQuality((), 1.0, 0.5)
    values = {"likely": (Damage.SCRATCH,), **more}
    return Observation(candidates, findings, 0.95, quality, sure, True, "fake", **values)  # type: ignore[arg-type]


def test_photos_that_agree_raise_the_probability() -> None:
    one = seen("OATS", 0.8, sure=False)
    both = combine([one, one])
    assert both.products[0].score > 0.8
    assert not both.product_sure  # measured on single photos, so promised for single photos


def test_photos_that_surely_show_different_products_contradict_each_other() -> None:
    both = combine([seen("OATS"), seen("SOYA")])
    assert both.contradiction == ("OATS", "SOYA")
    assert not both.product_sure
    assert combine([seen("OATS"), seen("SOYA", sure=False)]).contradiction == ()


def test_what_one_photo_knows_counts_for_all() -> None:
    assert combine([seen("OATS", known=0.1), seen("OATS", known=0.9)]).known == 0.9


def never(_: Damage, __: Damage) -> bool:
    return False


@pytest.mark.parametrize(
    ("named", "stated", "about"),
    [
        ({"OATS"}, {Damage.SCRATCH}, []),
        ({"SOYA"}, {Damage.SCRATCH}, [True]),
        ((), {Damage.MISSING_PART}, [False]),
        ({"SOYA"}, {Damage.MISSING_PART}, [True, False]),
        ((), (), []),
    ],
)
def test_photo_and_words_that_disagree_are_told(named: set[str], stated: set[Damage], about: list[bool]) -> None:
    found = disagreement(seen("OATS"), named, stated, never)
    assert [one.about_product for one in found] == about


def test_words_that_are_mixed_up_agree() -> None:
    assert disagreement(seen("OATS"), (), {Damage.CRACK}, lambda seen, said: {seen, said} >= {Damage.CRACK}) == ()


def test_an_unsure_photo_contradicts_nobody() -> None:
    assert disagreement(seen("OATS", sure=False), {"SOYA"}, (), never) == ()
