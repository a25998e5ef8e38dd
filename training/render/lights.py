"""How rooms are lit. Held-out set-ups are for test photographs only."""

from dataclasses import dataclass, replace

Tint = tuple[float, float, float]  # linear RGB, 1 is white


@dataclass(frozen=True)
class Panel:
    """An area light, all lengths in product diagonals; `angle` degrees from the camera, watts for a 14 cm product."""

    angle: float
    distance: float
    height: float
    width: float
    depth: float
    watts: float
    tint: Tint


@dataclass(frozen=True)
class Lighting:
    """Panels and a sky of two tints; `flash` watts at the camera for a distance of 30 cm."""

    sky: float
    top: Tint
    bottom: Tint
    panels: tuple[Panel, ...] = ()
    flash: float = 0.0
    held_out: bool = False

    def dimmed(self, share: float) -> "Lighting":
        """The same set-up at a share of its strength."""
        panels = tuple(replace(panel, watts=panel.watts * share) for panel in self.panels)
        return replace(self, sky=self.sky * share, panels=panels, flash=self.flash * share)


_DAY, _WARM, _COOL = (1.0, 0.98, 0.95), (1.0, 0.86, 0.70), (0.93, 0.97, 1.0)

LIGHTS: dict[str, Lighting] = {
    "window": Lighting(0.4, (0.9, 0.95, 1.0), (0.4, 0.36, 0.33), (Panel(70, 3.6, 2.3, 3.2, 2.4, 9, _DAY),)),
    "bright_window": Lighting(0.7, (0.95, 0.97, 1.0), (0.5, 0.47, 0.44), (Panel(105, 3.2, 2.6, 3.6, 3.0, 8, _COOL),)),
    "lamp": Lighting(
        0.25, (1.0, 0.9, 0.78), (0.3, 0.25, 0.2),
        (Panel(50, 1.8, 5.2, 0.7, 0.7, 14, _WARM), Panel(165, 4.2, 3.4, 2.2, 2.2, 2, (1.0, 0.93, 0.85))),
    ),
    "flash": Lighting(0.16, (1.0, 0.95, 0.9), (0.25, 0.22, 0.2), flash=0.5),
    "overcast": Lighting(1.0, (0.92, 0.96, 1.02), (0.45, 0.43, 0.4), (Panel(80, 4.5, 3.5, 4.0, 4.0, 4, _COOL),)),
    "sun": Lighting(
        0.55, (0.85, 0.93, 1.05), (0.45, 0.4, 0.36), (Panel(60, 6.0, 6.0, 0.5, 0.5, 38, (1.0, 0.95, 0.87)),)
    ),
    "studio": Lighting(
        0.95, (1, 1, 1), (0.9, 0.9, 0.9),
        (Panel(45, 3.5, 4.0, 3.5, 3.5, 8, (1, 1, 1)), Panel(-60, 4.0, 3.0, 3.5, 3.5, 4, (1, 1, 1))),
    ),
    "ceiling_tube": Lighting(
        0.45, (0.95, 1.0, 0.98), (0.4, 0.4, 0.38),
        (Panel(20, 1.2, 6.0, 7.0, 0.8, 13, (0.92, 1.0, 0.96)),), held_out=True,
    ),
    "low_evening": Lighting(
        0.35, (0.85, 0.88, 1.0), (0.4, 0.33, 0.27),
        (Panel(85, 5.0, 1.5, 1.8, 2.2, 12, (1.0, 0.82, 0.62)),), held_out=True,
    ),
    "two_windows": Lighting(
        0.35, (0.95, 0.97, 1.0), (0.4, 0.38, 0.35),
        (Panel(75, 3.6, 2.4, 1.6, 3.0, 7, _COOL), Panel(-100, 3.8, 2.4, 1.6, 3.0, 6, _DAY)), held_out=True,
    ),
}  # fmt: skip
