"""The crops in which a picture is looked at."""

from PIL import Image

MIDDLE = 0.7  # share of each side that the middle crop keeps
CLOSER = 0.6  # and the crop around a place


def views(image: Image.Image) -> list[Image.Image]:
    """The whole picture and its middle: products stand in the middle."""
    return [image, middle(image)]


def middle(image: Image.Image) -> Image.Image:
    return _crop(image, (0.5, 0.5), MIDDLE)


def closer(image: Image.Image, place: tuple[float, float]) -> Image.Image:
    """The part around a place (x, y) in 0..1 that lies within the picture: small damage needs the closer look."""
    return _crop(image, place, CLOSER)


def _crop(image: Image.Image, place: tuple[float, float], share: float) -> Image.Image:
    left, top = (min(max(0.0, middle - share / 2), 1 - share) for middle in place)
    width, height = image.size
    return image.crop(
        (round(left * width), round(top * height), round((left + share) * width), round((top + share) * height))
    )
