"""Bytes in, upright RGB pictures without metadata out. Limits are checked before anything is decoded."""

import io
import warnings
from dataclasses import dataclass

import numpy as np
import pillow_heif
from PIL import Image, ImageOps, UnidentifiedImageError

from intake.errors import NotAnImage, PhotoBroken, PhotoEmpty, PhotoTooLarge
from intake.vision.types import PhotoQuality, QualityIssue

FORMATS = ("JPEG", "PNG", "WEBP", "HEIF", "AVIF", "GIF", "BMP")
_QUALITY_SIDE = 512  # pixels of the longer side at which sharpness is measured, so that it compares between photos

pillow_heif.register_heif_opener()


@dataclass(frozen=True)
class PhotoLimits:
    """The most that one photo may have: bytes as sent, pixels as declared in its header."""

    max_bytes: int = 15_000_000
    max_pixels: int = 50_000_000


@dataclass(frozen=True)
class QualityLimits:
    """Below (`bright`: above) these a photo can't be judged. Luminance 0..1; sharpness as in `quality`.

    Chosen on 40 training photos, plain and degraded on purpose. Found are all that were darkened to an eighth, pasted
    into shop pages or blurred over 5 pixels of 512; 0.83 of those blurred over 3, 0.38 of those shaken over 19 pixels,
    0.58 of those overexposed five times. Of 190 plain ones one was taken for blurred.
    """

    sharpness: float = 0.0009
    dark: float = 0.08
    bright: float = 0.96
    shorter_side: int = 96  # pixels
    flat: float = 0.1  # a screenshot has at least this share of plain ground ...
    straight: float = 0.9  # ... and an edge along at least this share of a whole row or column


def open_photo(data: bytes, limits: PhotoLimits | None = None, enough: int | None = None) -> Image.Image:
    """Decodes one photo: first frame, turned upright, RGB, pixels only (no EXIF, comments, profiles).

    Where `enough` pixels a side suffice, a JPEG is decoded no larger than at the next half, quarter or eighth above.
    Raises PhotoEmpty, PhotoTooLarge (bytes or pixels, before decoding), NotAnImage, PhotoBroken.
    """
    limits = limits or PhotoLimits()
    if not data:
        raise PhotoEmpty("The file is empty.")
    if len(data) > limits.max_bytes:
        raise PhotoTooLarge(
            f"The photo has more than {limits.max_bytes:,} bytes.", limit=f"{limits.max_bytes // 1_000_000} MB"
        )
    image = _identify(data, limits.max_pixels)
    if enough:
        image.draft("RGB", (enough, enough))
    return _decode(image)


def _identify(data: bytes, max_pixels: int) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(data), formats=FORMATS)
    except UnidentifiedImageError as error:
        raise NotAnImage(
            "The file is not a photo in a known format (JPEG, PNG, WebP, HEIC, AVIF, GIF, BMP)."
        ) from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PhotoTooLarge("The photo declares far too many pixels.", limit=_megapixels(max_pixels)) from error
    except Exception as error:  # decoders raise whatever a hostile header leads them to
        raise PhotoBroken("The photo is damaged and can't be read.") from error
    if image.width * image.height > max_pixels:
        raise PhotoTooLarge(
            f"The photo has {image.width}x{image.height} pixels; at most {max_pixels:,} are taken.",
            limit=_megapixels(max_pixels),
        )
    return image


def _megapixels(pixels: int) -> str:
    return f"{pixels // 1_000_000} MP"


def _decode(image: Image.Image) -> Image.Image:
    try:
        image.load()
        upright = ImageOps.exif_transpose(image)
        return _to_rgb(upright)
    except Exception as error:
        raise PhotoBroken("The photo is damaged and can't be read.") from error


def _to_rgb(image: Image.Image) -> Image.Image:
    """A fresh RGB picture that shares nothing but pixels; transparency is laid on white."""
    if image.mode.startswith("I;16"):
        image = Image.fromarray((np.asarray(image, dtype=np.uint16) >> 8).astype(np.uint8))
    if image.has_transparency_data:
        layer = image.convert("RGBA")
        plain = Image.new("RGBA", layer.size, "white")
        image = Image.alpha_composite(plain, layer)
    rgb = image.convert("RGB")
    return Image.frombytes("RGB", rgb.size, rgb.tobytes())


def to_jpeg(image: Image.Image, side: int, quality: int = 88) -> bytes:
    """Encodes afresh as JPEG, the longer side at most `side` pixels, without any metadata."""
    small = image.copy()
    small.thumbnail((side, side), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    small.save(out, "JPEG", quality=quality, optimize=True)
    return out.getvalue()


def quality(image: Image.Image, limits: QualityLimits | None = None) -> PhotoQuality:
    """Measures whether a photo can be judged.

    Sharpness is the variance of the Laplacian of the luminance (0..1) with the longer side at 512 pixels
    (Pech-Pacheco et al., ICPR 2000), taken in the sharpest of 4 x 4 tiles: a blurred background is no fault.
    """
    limits = limits or QualityLimits()
    grey = image.convert("L")
    grey.thumbnail((_QUALITY_SIDE, _QUALITY_SIDE))
    light = np.asarray(grey, dtype=np.float32) / 255.0
    sharpness, brightness = _sharpness(light), float(light.mean())
    if _flat(light) >= limits.flat and _straight(light) >= limits.straight:
        return PhotoQuality((QualityIssue.SCREENSHOT,), sharpness, brightness)
    found = {
        QualityIssue.SMALL: min(image.size) < limits.shorter_side,
        QualityIssue.DARK: brightness < limits.dark,
        QualityIssue.BRIGHT: brightness > limits.bright,
        QualityIssue.BLURRED: sharpness < limits.sharpness,
    }
    return PhotoQuality(tuple(issue for issue, there in found.items() if there), sharpness, brightness)


def _sharpness(light: np.ndarray) -> float:
    if min(light.shape) < 3:
        return 0.0
    laplacian = light[:-2, 1:-1] + light[2:, 1:-1] + light[1:-1, :-2] + light[1:-1, 2:] - 4 * light[1:-1, 1:-1]
    rows = np.array_split(laplacian, min(4, laplacian.shape[0]))
    tiles = [tile for row in rows for tile in np.array_split(row, min(4, row.shape[1]), axis=1)]
    return float(max(tile.var() for tile in tiles))


def _flat(light: np.ndarray) -> float:
    """Share of 16 x 16 tiles without any grain: drawn ground is plain, what a camera took hardly ever is."""
    rows, columns = light.shape[0] // 16, light.shape[1] // 16
    if not rows or not columns:
        return 0.0
    tiles = light[: rows * 16, : columns * 16].reshape(rows, 16, columns, 16)
    return float((np.ptp(tiles, axis=(1, 3)) <= 3 / 255).mean())


def _straight(light: np.ndarray) -> float:
    """The largest share of a row or column that is one edge: bars and frames of a page run from side to side."""
    if min(light.shape) < 2:
        return 0.0
    across, along = (np.abs(np.diff(light, axis=axis)) > 12 / 255 for axis in (1, 0))
    return float(max(across.mean(axis=0).max(), along.mean(axis=1).max()))
