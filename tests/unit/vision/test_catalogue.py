from pathlib import Path

import pytest
from PIL import Image

from intake.errors import CatalogueInvalid
from intake.vision.catalogue_files import load_catalogue, read_catalogue


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("a.jpg", "b.jpg"):
        Image.new("RGB", (8, 8)).save(tmp_path / name)
    return tmp_path


def write(folder: Path, name: str, text: str) -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def test_yaml(folder: Path) -> None:
    write(
        folder,
        "catalogue.yaml",
        "products:\n- {sku: A, names: {de: Becher, en: Mug}, price: 9.5, images: [a.jpg, b.jpg]}\n",
    )
    (product,) = read_catalogue(folder)
    assert (product.sku, product.name("de"), product.name("en"), product.price) == ("A", "Becher", "Mug", 9.5)
    assert len(product.images) == 2


def test_csv_gathers_the_pictures_of_one_sku(folder: Path) -> None:
    file = write(
        folder, "c.csv", "sku,title,description,category,image\nA,Mug,A mug,,a.jpg\nA,Mug,A mug,,b.jpg\nB,Jug,,,b.jpg\n"
    )
    first, second = read_catalogue(file)
    assert [Path(i).name for i in first.images] == ["a.jpg", "b.jpg"]
    assert second.name("de") == "Jug"


def test_csv_with_a_byte_order_mark(folder: Path) -> None:
    file = write(folder, "c.csv", "\ufeffsku,title,image\nA,Mug,a.jpg\n")
    assert read_catalogue(file)[0].sku == "A"


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("c.csv", "sku,title\nA,Mug\n", "image"),
        ("c.csv", "sku,title,image\nA,Mug,none.jpg\n", "none.jpg"),
        ("c.csv", "sku,title,image,price\nA,Mug,a.jpg,cheap\n", "cheap"),
        ("c.csv", "sku,title,image\n", "no products"),
        ("catalogue.yaml", "products: [", "catalogue.yaml"),
        ("catalogue.yaml", "- a list", "products"),
        ("catalogue.yaml", "products: [{sku: A}]", "product 1"),
    ],
)
def test_what_is_wrong_is_named(folder: Path, name: str, text: str, told: str) -> None:
    file = write(folder, name, text)
    with pytest.raises(CatalogueInvalid, match=told):
        read_catalogue(folder if name.endswith("yaml") else file)


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("c.csv", "sku,title,image\nA,Mug,a.jpg\n,Mug,a.jpg\n", "c.csv: line 3: needs a SKU"),
        ("c.csv", "sku,title,image,price\nA,Mug,a.jpg,\nB,Mug,a.jpg,cheap\n", "c.csv: line 3: price 'cheap'"),
        ("c.csv", "sku,title,image\nA,Mug,a.jpg\nA,Mug,gone.jpg\n", "c.csv: line 2: picture 'gone.jpg' not found"),
        (
            "catalogue.yaml",
            "products: [{sku: A, names: {de: B}, images: [a.jpg]}, {sku: A, names: {de: B}, images: [a.jpg]}]",
            "catalogue.yaml: product 2: SKU 'A' is there twice",
        ),
    ],
)
def test_good_rows_go_in_and_bad_ones_are_named(folder: Path, name: str, text: str, told: str) -> None:
    found = load_catalogue(write(folder, name, text))
    assert [product.sku for product in found.products] == ["A"]
    (problem,) = found.problems
    assert told in problem


def test_a_missing_catalogue_is_named(tmp_path: Path) -> None:
    with pytest.raises(CatalogueInvalid, match="no such file"):
        read_catalogue(tmp_path / "nowhere.csv")


def test_numbers_and_brand_are_read_as_they_stand(folder: Path) -> None:
    file = write(folder, "c.csv", "sku,title,image,gtin,brand,mpn\nA,Mug,a.jpg,4006381333931,Stabilo,88/33\n")
    (product,) = read_catalogue(file)
    assert (product.gtin, product.brand, product.mpn) == ("4006381333931", "Stabilo", "88/33")
    write(folder, "catalogue.yaml", 'products: [{sku: A, names: {de: B}, images: [a.jpg], gtin: "0123", brand: C}]')
    (product,) = read_catalogue(folder)
    assert (product.gtin, product.brand, product.mpn) == ("0123", "C", "")
