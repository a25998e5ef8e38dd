import io
import zlib

import numpy as np
import pytest
from PIL import Image
from PIL.ExifTags import Base

from intake.errors import NotAnImage, PhotoBroken, PhotoEmpty, PhotoTooLarge
from intake.vision.photos import PhotoLimits, open_photo, quality, to_jpeg
from intake.vision.types import QualityIssue

CORNERS = ((255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 0))


def encoded(image: Image.Image, format: str = "PNG", **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, format, **options)
    return out.getvalue()


def corner_picture() -> Image.Image:
    image = Image.new("RGB", (64, 32))
    for (x, y), colour in zip(((0, 0), (32, 0), (0, 16), (32, 16)), CORNERS, strict=True):
        image.paste(colour, (x, y, x + 32, y + 16))
    return image


def noise(side: int = 300) -> Image.Image:
    return Image.fromarray(np.random.default_rng(1).integers(0, 255, (side, side, 3), dtype=np.uint8))


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "HEIF", "AVIF", "GIF", "BMP"])
def test_opens_what_phones_and_browsers_send(format: str) -> None:
    assert open_photo(encoded(corner_picture(), format)).size == (64, 32)


@pytest.mark.parametrize("mode", ["L", "LA", "P", "RGBA", "CMYK", "1", "I;16"])
def test_every_colour_mode_becomes_rgb(mode: str) -> None:
    image = Image.new("I;16", (8, 8), 65535) if mode == "I;16" else Image.new("RGB", (8, 8), "white").convert(mode)
    opened = open_photo(encoded(image, "JPEG" if mode == "CMYK" else "PNG"))
    assert opened.mode == "RGB"
    assert opened.getpixel((4, 4)) == (255, 255, 255)


def test_transparency_is_laid_on_white() -> None:
    assert open_photo(encoded(Image.new("RGBA", (4, 4), (255, 0, 0, 0)))).getpixel((1, 1)) == (255, 255, 255)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_all_eight_orientations_come_out_upright(orientation: int) -> None:
    upright = corner_picture()
    undo = {
        1: [],
        2: [Image.Transpose.FLIP_LEFT_RIGHT],
        3: [Image.Transpose.ROTATE_180],
        4: [Image.Transpose.FLIP_TOP_BOTTOM],
        5: [Image.Transpose.TRANSPOSE],
        6: [Image.Transpose.ROTATE_90],
        7: [Image.Transpose.TRANSVERSE],
        8: [Image.Transpose.ROTATE_270],
    }[orientation]
    stored = upright
    for step in undo:
        stored = stored.transpose(step)
    exif = Image.Exif()
    exif[Base.Orientation] = orientation
    opened = open_photo(encoded(stored, exif=exif))
    assert opened.size == (64, 32)
    corners = [opened.getpixel(at) for at in ((2, 2), (60, 2), (2, 28), (60, 28))]
    assert corners == list(CORNERS)


def test_nothing_but_pixels_is_kept() -> None:
    exif = Image.Exif()
    exif[Base.Make] = "Secret Phone"
    exif.get_ifd(0x8825)[2] = (52.0, 30.0, 0.0)
    sent = encoded(noise(), "JPEG", exif=exif, comment=b"my home", icc_profile=b"profile-bytes" * 9)
    kept = to_jpeg(open_photo(sent), 1600)
    for secret in (b"Secret Phone", b"my home", b"profile-bytes", b"Exif"):
        assert secret not in kept
    assert b"Secret Phone" in sent


def test_stored_photo_has_at_most_the_side_asked_for() -> None:
    assert max(Image.open(io.BytesIO(to_jpeg(noise(300), 120))).size) == 120


def test_a_big_jpeg_is_decoded_no_larger_than_needed() -> None:
    big = encoded(Image.new("RGB", (1600, 900), "red"), "JPEG")
    assert open_photo(big, enough=400).size == (800, 450)
    assert open_photo(big, enough=1000).size == (1600, 900)
    assert open_photo(encoded(Image.new("RGB", (1600, 900)), "PNG"), enough=400).size == (1600, 900)


def test_empty_file() -> None:
    with pytest.raises(PhotoEmpty):
        open_photo(b"")


@pytest.mark.parametrize("data", [b"hello", b"%PDF-1.7 not a picture", b"<svg xmlns='http://www.w3.org/2000/svg'/>"])
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    with pytest.raises(NotAnImage):
        open_photo(data)


def test_truncated_photo_is_broken() -> None:
    sent = encoded(noise(), "JPEG")
    with pytest.raises(PhotoBroken):
        open_photo(sent[: len(sent) // 2])


def test_too_many_bytes() -> None:
    with pytest.raises(PhotoTooLarge) as caught:
        open_photo(b"x" * 11, PhotoLimits(max_bytes=10))
    assert "limit" in caught.value.values


def test_too_many_pixels_are_refused_before_decoding() -> None:
    data = bytearray(encoded(Image.new("1", (8, 8))))
    size = (60_000).to_bytes(4, "big")
    header = b"IHDR" + size + size + data[24:29]
    data[12:33] = header + zlib.crc32(header).to_bytes(4, "big")
    with pytest.raises(PhotoTooLarge):
        open_photo(bytes(data))


def test_a_flat_picture_is_blurred_and_noise_is_not() -> None:
    assert QualityIssue.BLURRED in quality(Image.new("RGB", (300, 300), (120, 120, 120))).issues
    assert quality(noise()).usable


def test_darkness_glare_and_size_are_named() -> None:
    assert QualityIssue.DARK in quality(Image.new("RGB", (300, 300), (4, 4, 4))).issues
    assert QualityIssue.BRIGHT in quality(Image.new("RGB", (300, 300), (255, 255, 255))).issues
    assert QualityIssue.SMALL in quality(noise(40)).issues
    assert quality(Image.new("RGB", (1, 1))).usable is False


def test_a_shop_page_is_a_screenshot_and_a_photo_on_plain_ground_is_none() -> None:
    page = Image.new("RGB", (400, 800), "white")
    page.paste((30, 80, 60), (0, 0, 400, 60))
    page.paste(noise(260), (70, 120))
    assert quality(page).issues == (QualityIssue.SCREENSHOT,)
    plain = Image.new("RGB", (400, 400), (240, 240, 240))
    plain.paste(noise(200), (100, 100))
    assert quality(plain).usable
