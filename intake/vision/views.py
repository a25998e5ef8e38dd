"""The crops in which a picture is looked at."""

from PIL import Image

MIDDLE = 0.7  # share of each side that the middle crop keeps


def views(image: Image.Image) -> list[Image.Image]:
    """The whole picture and its middle: products stand in the middle, and small damage needs the closer look."""
    width, height = image.size
    dx, dy = width * (1 - MIDDLE) / 2, height * (1 - MIDDLE) / 2
    return [image, image.crop((round(dx), round(dy), round(width - dx), round(height - dy)))]
