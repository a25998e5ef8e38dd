"""Barcodes and print off a photo: zxing-cpp in milliseconds, RapidOCR in about a second. Their only importer."""

import threading
from collections.abc import Callable, Sequence
from typing import Any, Protocol

import numpy as np
import zxingcpp
from PIL import Image
from zxingcpp import BarcodeFormat as Code
from zxingcpp import BarcodeFormats

_CODE_SIDE = 1200  # pixels of the longer side: enough for a barcode that fills a third of the photo
_OF_GOODS = BarcodeFormats([Code.EANUPC, Code.ITF, Code.Code128, Code.Code39, Code.QRCode])
_PRINT_SIDE = 960
_ENLARGE = 2  # smaller photos are enlarged up to this many times
_SURE = 0.6  # what is read with less confidence is noise as often as print
_MOST = 60  # lines and codes of one photo


class Reader(Protocol):
    def codes(self, photo: Image.Image, /) -> tuple[str, ...]:
        """The contents of barcodes and QR codes."""
        ...

    def lines(self, photo: Image.Image, /) -> tuple[str, ...]:
        """Printed lines, from top to bottom."""
        ...


class PhotoReader:
    """Loads RapidOCR's models, which its wheel brings, with the first photo whose print is asked for."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._ocr: Callable[[Any], Any] | None = None

    def codes(self, photo: Image.Image) -> tuple[str, ...]:
        """Of the formats that stand on goods and labels: to look for all takes twice as long."""
        grey = np.asarray(_at_most(photo, _CODE_SIDE).convert("L"))
        found = zxingcpp.read_barcodes(grey, formats=_OF_GOODS, try_invert=False)
        return tuple(code.text for code in found[:_MOST] if code.text)

    def lines(self, photo: Image.Image) -> tuple[str, ...]:
        colours = np.asarray(_enlarged(photo))[:, :, ::-1]  # RapidOCR reads blue first, as OpenCV does
        with self._lock:  # one reading keeps all cores busy
            read = self._load()(np.ascontiguousarray(colours))
        return _sure(read.txts or (), read.scores or ())

    def _load(self) -> Callable[[Any], Any]:
        if self._ocr is None:
            from rapidocr import RapidOCR

            self._ocr = RapidOCR(
                params={
                    "Global.use_cls": False,
                    "Global.log_level": "error",
                    "Det.limit_side_len": _PRINT_SIDE,
                    "Det.limit_type": "max",
                }
            )
        return self._ocr


def _sure(texts: Sequence[str], scores: Sequence[float]) -> tuple[str, ...]:
    return tuple(text for text, score in zip(texts, scores, strict=True) if score >= _SURE)[:_MOST]


def _at_most(photo: Image.Image, side: int) -> Image.Image:
    return photo if max(photo.size) <= side else _scaled(photo, side / max(photo.size))


def _enlarged(photo: Image.Image) -> Image.Image:
    return _scaled(photo.convert("RGB"), min(_ENLARGE, _PRINT_SIDE / max(photo.size)))


def _scaled(photo: Image.Image, factor: float) -> Image.Image:
    width, height = (max(1, round(side * factor)) for side in photo.size)
    return photo.resize((width, height), Image.Resampling.BICUBIC)
