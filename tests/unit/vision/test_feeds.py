import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from intake.errors import BadInput, CatalogueInvalid
from intake.vision.catalogue_files import load_catalogue, read_catalogue
from intake.vision.feeds.article import plain, price
from intake.vision.feeds.pictures import Pictures, public


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("a.jpg", "b.jpg", "c.jpg"):
        Image.new("RGB", (8, 8)).save(tmp_path / name)
    return tmp_path


def write(folder: Path, name: str, text: str) -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


RSS = """<?xml version="1.0"?>
<rss xmlns:g="http://base.google.com/ns/1.0" version="2.0"><channel><title>Shop</title><language>de-DE</language>
<item><g:id>M1</g:id><title>Becher Farn</title><description>&lt;p&gt;Steingut&lt;/p&gt; 300 ml</description>
<g:image_link>a.jpg</g:image_link><g:additional_image_link>b.jpg</g:additional_image_link>
<g:additional_image_link>c.jpg</g:additional_image_link><g:price>14.90 EUR</g:price><g:gtin>4006381333931</g:gtin>
<g:brand>Hain</g:brand><g:mpn>HF-1</g:mpn><g:shipping><g:price>4.90 EUR</g:price></g:shipping></item>
<item><g:id>M2</g:id><title>Teller</title><g:image_link>nowhere.jpg</g:image_link></item>
</channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xmlns:g="http://base.google.com/ns/1.0">
<entry><g:id>A1</g:id><g:title>Jug</g:title><g:image_link>a.jpg</g:image_link>
<g:content_language>en</g:content_language></entry></feed>"""


def test_google_rss(folder: Path) -> None:
    found = load_catalogue(write(folder, "feed.xml", RSS))
    (mug,) = found.products
    assert (mug.sku, mug.names, mug.descriptions) == ("M1", {"de": "Becher Farn"}, {"de": "Steingut 300 ml"})
    assert (mug.price, mug.gtin, mug.brand, mug.mpn) == (14.9, "4006381333931", "Hain", "HF-1")
    assert [Path(image).name for image in mug.images] == ["a.jpg", "b.jpg", "c.jpg"]
    assert [problem.split(": ", 1)[1] for problem in found.problems] == [
        "line 7: picture 'nowhere.jpg' not found beside the catalogue."
    ]


def test_google_atom(folder: Path) -> None:
    assert read_catalogue(write(folder, "feed.atom", ATOM))[0].names == {"en": "Jug"}


def test_google_tab_separated(folder: Path) -> None:
    text = "ID\tTitle\tImage link\tadditional image link\tprice\nT1\tMug\ta.jpg\tb.jpg,c.jpg\t1.299,00 EUR\n"
    (mug,) = read_catalogue(write(folder, "feed.txt", text))
    assert (mug.sku, len(mug.images), mug.price) == ("T1", 3, 1299.0)


@pytest.mark.parametrize("bad", ["<rss><channel>", '<!DOCTYPE x [<!ENTITY a "b">]><rss>&a;</rss>'])
def test_broken_or_hostile_xml_is_refused(folder: Path, bad: str) -> None:
    with pytest.raises(CatalogueInvalid, match=r"feed\.xml: is no readable XML feed"):
        read_catalogue(write(folder, "feed.xml", bad))


OLDER = """Handle,Title,Body (HTML),Vendor,Type,Option1 Value,Variant SKU,Variant Price,Variant Barcode,Image Src,\
Variant Image
mug,Mug,<p>Stoneware</p>,Hain,Kitchen,Fern,MUG-F,14.90,'4006381333931,a.jpg,b.jpg
mug,,,,,Dots,MUG-D,15.90,,c.jpg,c.jpg
plate,Plate,,Hain,Kitchen,S,PL-S,9.00,,a.jpg,
plate,,,,,L,PL-L,11.00,,b.jpg,
"""
NEWER = "Title,URL handle,Description,SKU,Price,Product image URL\nJug,jug,A jug,J-1,20.00,a.jpg\n,jug,,,,b.jpg\n"


def test_shopify_variants_with_a_picture_are_articles(folder: Path) -> None:
    fern, dots, plate = read_catalogue(write(folder, "products_export.csv", OLDER))
    assert (fern.sku, fern.name("de"), fern.price, fern.gtin) == ("MUG-F", "Mug Fern", 14.9, "4006381333931")
    assert (dots.sku, dots.descriptions, [Path(i).name for i in dots.images]) == (
        "MUG-D",
        {"": "Stoneware"},
        ["c.jpg"],
    )
    assert (plate.sku, plate.name("de"), len(plate.images)) == ("PL-S", "Plate", 2)


def test_shopify_with_newer_column_names(folder: Path) -> None:
    (jug,) = read_catalogue(write(folder, "products.csv", NEWER))
    assert (jug.sku, jug.name("en"), len(jug.images), jug.price) == ("J-1", "Jug", 2, 20.0)


@pytest.mark.parametrize(
    ("text", "euros"),
    [("14.90", 14.9), ("14,90 EUR", 14.9), ("€ 5", 5.0), ("1.299,00 €", 1299.0), ("1,299.5", 1299.5), ("3 USD", None)],
)
def test_prices_as_shops_write_them(text: str, euros: float | None) -> None:
    assert price(text) == euros


def test_a_price_that_is_none_is_named() -> None:
    with pytest.raises(BadInput, match="cheap"):
        price("cheap")


def test_descriptions_lose_markup_and_scripts() -> None:
    assert plain("<p>Nice<br>mug</p><script>alert(1)</script> &amp; plate") == "Nice mug & plate"


class _Shop(BaseHTTPRequestHandler):
    asked = 0

    def do_GET(self) -> None:
        type(self).asked += 1
        if self.path == "/there.jpg":
            content = BytesIO()
            Image.new("RGB", (8, 8)).save(content, "JPEG")
            self.send_response(200)
            self.end_headers()
            self.wfile.write(content.getvalue())
        elif self.path == "/away":
            self.send_response(302)
            self.send_header("Location", "http://169.254.169.254/latest")
            self.end_headers()
        else:
            self.send_error(404)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def shop() -> Iterator[str]:
    _Shop.asked = 0
    with HTTPServer(("127.0.0.1", 0), _Shop) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def loopback(address: str) -> bool:
    return address == "127.0.0.1" or public(address)


def test_pictures_are_fetched_once(tmp_path: Path, shop: str) -> None:
    for _ in range(2):
        paths, lost = Pictures(tmp_path, tmp_path / "kept", loopback).find([f"{shop}/there.jpg", f"{shop}/gone.jpg"])
        assert len(paths) == 1
        assert "404" in lost[0]
    assert _Shop.asked == 3


def test_addresses_behind_the_wall_are_not_asked(tmp_path: Path, shop: str) -> None:
    assert Pictures(tmp_path, tmp_path, public).find([f"{shop}/there.jpg"])[1] == [
        f"the address of {shop}/there.jpg is not a public one."
    ]
    assert _Shop.asked == 0
    assert "not a public one" in Pictures(tmp_path, tmp_path, loopback).find([f"{shop}/away"])[1][0]


def test_without_a_folder_nothing_is_fetched(tmp_path: Path, shop: str) -> None:
    assert "intake index" in Pictures(tmp_path).find([f"{shop}/there.jpg"])[1][0]
    assert _Shop.asked == 0
