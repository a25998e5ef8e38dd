"""Makes a rendering look as a phone would have saved it."""

from collections.abc import Collection
from pathlib import Path

import numpy as np
from PIL import Image, ImageFilter
from scipy.ndimage import gaussian_filter, shift

from training.render.product import Array


def develop(source: Path, target: Path, rng: np.random.Generator, extras: Collection[str] = ()) -> None:
    """Auto-exposes, drifts white balance, adds vignette, noise, sharpening, and saves a JPEG of quality 68 to 92.

    Of `extras`, "dim" is a photo in too little light, "motion" one of an unsteady hand.
    """
    light = (np.asarray(Image.open(source).convert("RGB")) / 255.0) ** 2.2
    height, width = light.shape[:2]
    level = np.mean(light**0.5) ** 2
    gain = np.clip(0.27 * 2 ** rng.normal(0, 0.3) / level, 0.55, 2.4)
    light = light * min(gain, max(0.95 / np.percentile(light.max(2), 97), 0.8))
    mean = light.mean((0, 1)) / light.mean()
    light = light / mean**0.25 * (1 + rng.normal(size=3) * (0.045, 0.01, 0.045))
    grey = light.mean(2, keepdims=True)
    light = np.clip(grey + (light - grey) * rng.uniform(1.05, 1.3), 0, None)
    iso = rng.uniform(0.002, 0.01)
    if "motion" in extras:
        light = _shaken(light, rng)
    if "dim" in extras:
        light, iso = light * rng.uniform(0.12, 0.3) * (1.08, 1.0, 0.88), iso * 3
    y, x = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
    light = light * (1 - 0.18 * rng.uniform(0.2, 1) * (x * x + y * y))[..., None]
    grain = gaussian_filter(rng.normal(size=light.shape), (0.6, 0.6, 0))
    light = light + grain / grain.std() * 0.5 * np.sqrt(np.clip(light, 0, None) * iso * 0.25 + (iso * 0.35) ** 2)
    if rng.random() < 0.15:
        light = gaussian_filter(light, (0.7, 0.7, 0))
    photo = Image.fromarray((np.clip(light, 0, 1) ** (1 / 2.2) * 255).astype(np.uint8))
    photo = photo.filter(ImageFilter.UnsharpMask(1.2, int(rng.uniform(15, 75)), 1))
    photo.save(target, quality=int(rng.integers(68, 93)))


def _shaken(light: Array, rng: np.random.Generator) -> Array:
    """The mean of the picture along a short, nearly straight way of 1 to 2.2 % of its width."""
    angle, reach = rng.uniform(0, np.pi), rng.uniform(0.010, 0.022) * light.shape[1]
    steps = np.linspace(-0.5, 0.5, 11)
    bow = 0.15 * rng.normal() * (4 * steps**2 - 0.5)
    ways = reach * np.stack(
        [steps * np.sin(angle) + bow * np.cos(angle), steps * np.cos(angle) - bow * np.sin(angle)], 1
    )
    return np.mean([shift(light, (*way, 0.0), order=1, mode="nearest") for way in ways], axis=0)


def develop_studio(source: Path, target: Path) -> None:
    """Brightens a catalogue picture to a near-white background and saves a JPEG of quality 88."""
    light = (np.asarray(Image.open(source).convert("RGB")) / 255.0) ** 2.2
    white = np.percentile(light.mean(2), 92)
    light = np.clip(light * np.clip(0.86 / white, 0.6, 2.2), 0, 1)
    Image.fromarray((light ** (1 / 2.2) * 255).astype(np.uint8)).save(target, quality=88)
