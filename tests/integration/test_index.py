from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageOps

from intake.errors import CatalogueInvalid
from intake.vision import building, embedding
from intake.vision.building import IndexFolder
from intake.vision.catalogue import Mixing
from intake.vision.embedding import embed_catalogue
from intake.vision.encoder import Encoder
from intake.vision.looks import Looks, Vectors, unit, without_maps


class ColourEncoder(Encoder):
    """Sees nothing but the mean colour, and remembers how many pictures it was shown."""

    def __init__(self, dies_after: int = 10**9) -> None:
        self.id = "colours"
        self.shown = 0
        self._dies_after = dies_after

    @property
    def projection(self) -> Vectors | None:
        return None

    def images(self, images: Sequence[Image.Image]) -> Vectors:
        means = [np.asarray(image.convert("RGB"), np.float32).mean(axis=(0, 1)) + 1 for image in images]
        return unit(np.stack(means))

    def looks(self, images: Sequence[Image.Image]) -> Looks:
        self.shown += len(images)
        if self.shown > self._dies_after:
            raise KeyboardInterrupt
        return without_maps(self.images(images))

    def texts(self, texts: Sequence[str]) -> Vectors:
        return unit(np.ones((len(texts), 3), np.float32))


COLOURS = ("red", "green", "blue", "yellow")


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    file = tmp_path / "shop" / "catalogue.csv"
    file.parent.mkdir()
    for colour in COLOURS:
        Image.new("RGB", (40, 40), colour).save(file.parent / f"{colour}.png")
    file.write_text("sku,title,image\n" + "".join(f"{c.upper()},{c} mug,{c}.png\n" for c in COLOURS))
    return file


def add(catalogue: Path, sku: str, image: str) -> None:
    with catalogue.open("a") as file:
        file.write(f"{sku},a {sku},{image}\n")


def test_only_what_changed_is_embedded(catalogue: Path, tmp_path: Path) -> None:
    folder = tmp_path / "indexes"
    first = IndexFolder(catalogue, ColourEncoder(), folder).build()
    assert (first.embedded, len(first.index.products)) == (4, 4)
    Image.new("RGB", (40, 40), "black").save(catalogue.parent / "black.png")
    add(catalogue, "BLACK", "black.png")
    encoder = ColourEncoder()
    second = IndexFolder(catalogue, encoder, folder).build()
    assert (second.embedded, encoder.shown, len(second.index.products)) == (1, 2, 5)  # as it is, and mirrored
    assert second.index.id != first.index.id
    assert len(list(folder.glob("catalogue-*.npz"))) == 1


def test_bad_rows_and_pictures_are_named_and_the_good_ones_go_in(catalogue: Path, tmp_path: Path) -> None:
    (catalogue.parent / "broken.png").write_bytes(b"no picture")
    add(catalogue, "BROKEN", "broken.png")
    add(catalogue, "GONE", "gone.png")
    told: list[tuple[str, int, int]] = []
    built = IndexFolder(catalogue, ColourEncoder(), tmp_path / "indexes").build(lambda *step: told.append(step))
    assert [product.sku for product in built.index.products] == [c.upper() for c in COLOURS]
    assert [text for text in built.problems if "line 7" in text and "gone.png" in text]
    assert [text for text in built.problems if "broken.png" in text]
    assert [text for text in built.problems if text.startswith("BROKEN: left out")]
    assert told[-1] == ("pictures", 5, 5)


def test_a_killed_build_leaves_the_old_index_and_goes_on(
    catalogue: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "indexes"
    old = IndexFolder(catalogue, ColourEncoder(), folder).build().index
    monkeypatch.setattr(building, "AT_START", 2)
    monkeypatch.setattr(embedding, "MIRRORED", 2)
    for number in range(40):
        Image.new("RGB", (40, 40), (number, 9, 9)).save(catalogue.parent / f"{number}.png")
        add(catalogue, f"N{number}", f"{number}.png")
    with pytest.raises(KeyboardInterrupt):
        IndexFolder(catalogue, ColourEncoder(dies_after=32), folder).build()
    assert IndexFolder(catalogue, ColourEncoder(), folder).open().id == old.id
    encoder = ColourEncoder()
    assert len(IndexFolder(catalogue, encoder, folder).build().index.products) == 44
    assert encoder.shown == 8


def test_who_serves_takes_over_what_another_process_completed(catalogue: Path, tmp_path: Path) -> None:
    folder = tmp_path / "indexes"
    serving = IndexFolder(catalogue, ColourEncoder(), folder)
    serving.open()
    assert serving.newer() is None
    add(catalogue, "RED-2", "red.png")
    built = IndexFolder(catalogue, ColourEncoder(), folder).build()
    newer = serving.newer()
    assert newer is not None
    assert newer.id == built.index.id
    assert newer.product("RED-2") is not None
    assert serving.newer() is None


def test_kept_or_not_an_index_has_one_id(catalogue: Path, tmp_path: Path) -> None:
    kept = IndexFolder(catalogue, ColourEncoder(), tmp_path / "indexes").open()
    assert embed_catalogue(catalogue, ColourEncoder()).id == kept.id


def test_a_catalogue_without_a_readable_picture_is_refused(catalogue: Path, tmp_path: Path) -> None:
    for colour in COLOURS:
        (catalogue.parent / f"{colour}.png").write_bytes(b"no picture")
    with pytest.raises(CatalogueInvalid, match="No product has a picture"):
        IndexFolder(catalogue, ColourEncoder(), tmp_path / "indexes").build()


class SideEncoder(ColourEncoder):
    """Sees the mean colours of eight strips from left to right; pictures are compared on the catalogue's own axes."""

    @property
    def projection(self) -> Vectors:
        return np.eye(24, dtype=np.float32)

    def images(self, images: Sequence[Image.Image]) -> Vectors:
        strips = [np.asarray(image.convert("RGB").resize((8, 1), Image.Resampling.BOX), np.float32) for image in images]
        return unit(np.stack([strip.ravel() + 1 for strip in strips]))

    def texts(self, texts: Sequence[str]) -> Vectors:
        return unit(np.ones((len(texts), 24), np.float32))


def test_an_only_picture_counts_mirrored_too(catalogue: Path, tmp_path: Path) -> None:
    two_sided = Image.new("RGB", (40, 40), "purple")
    two_sided.paste("orange", (0, 0, 10, 40))
    two_sided.save(catalogue.parent / "two.png")
    add(catalogue, "TWO", "two.png")
    photo = SideEncoder().images([ImageOps.mirror(two_sided)] * 2)
    for index in (IndexFolder(catalogue, SideEncoder(), tmp_path).open(), embed_catalogue(catalogue, SideEncoder())):
        alike = index.seen(photo, Mixing(temperature=1.0, text=0.0)) * index.scales.spread
        assert alike[-1] == pytest.approx(1.0, abs=0.02)
    add(catalogue, "TWO", "red.png")
    alike = IndexFolder(catalogue, SideEncoder(), tmp_path).open().seen(photo, Mixing(temperature=1.0, text=0.0))
    assert alike[-1] * index.scales.spread < 0.9


class LabelReader:
    """Reads the size of a picture, and remembers how many it was shown."""

    def __init__(self, dies_after: int = 10**9) -> None:
        self.shown = 0
        self._dies_after = dies_after

    def codes(self, _: Image.Image) -> tuple[str, ...]:
        return ()

    def lines(self, picture: Image.Image) -> tuple[str, ...]:
        self.shown += 1
        if self.shown > self._dies_after:
            raise KeyboardInterrupt
        return (f"{picture.width} pixels",)


def test_print_on_the_catalogues_pictures_is_read_once_and_serves_from_then_on(catalogue: Path, tmp_path: Path) -> None:
    folder = tmp_path / "indexes"
    with pytest.raises(KeyboardInterrupt):
        IndexFolder(catalogue, ColourEncoder(), folder).build(reader=LabelReader(dies_after=3))
    reader = LabelReader()
    built = IndexFolder(catalogue, ColourEncoder(), folder).build(reader=reader)
    assert reader.shown == 1
    assert {tuple(product.printed) for product in built.index.products} == {("40 pixels",)}
    plain = IndexFolder(catalogue, ColourEncoder(), folder)
    assert plain.open().products == built.index.products
    last = plain.last()
    assert last is not None
    assert [tuple(p.printed) for p in last.products] == [("40 pixels",)] * 4
    assert built.index.id == embed_catalogue(catalogue, ColourEncoder()).id
