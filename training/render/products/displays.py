"""A phone and a tablet."""

from training.render.product import Material, Part, Product
from training.render.screens import phone_home, tablet_reader
from training.render.shapes import fillet, lathe, merged, moved, rotation, rounded_box
from training.render.shapes_soft import panel, rounded_levels

Z_TO_X = rotation("y", 90)


def build_phone() -> list[Part]:
    """A phone of 72 x 150 x 8 mm standing upright, its screen to the front."""
    body = panel("body", "case", (0.072, 0.150), 0.012, rounded_levels(0.008, 0.003, 5, 1), (26, 60))
    screen = panel("screen", "display", (0.0702, 0.1482), 0.0111, rounded_levels(0.0012, 0.0004, 2), (26, 60))
    bump = panel("bump", "camera", (0.028, 0.030), 0.007, rounded_levels(0.003, 0.001, 3), (14, 14))
    lens = lathe(
        "lens", fillet([(0, 0), (0.0052, 0), (0.0052, 0.0012), (0, 0.0012)], [0, 0.0004, 0.0004, 0]), "camera", 40
    )
    lenses = [moved(lens, (-0.0072, y, z), Z_TO_X) for y, z in ((0.013, 0.136), (0.013, 0.122), (0.026, 0.129))]
    buttons = [
        rounded_box("button", (0.0026, 0.0014, length), 0.0006, "case", 0.003, (0, 0.0362, z))
        for z, length in ((0.100, 0.011), (0.085, 0.020))
    ]
    standing = (0, 0, 0.075)
    return [
        moved(body, standing),
        moved(screen, (0.0037, 0, 0.075)),
        merged("camera", [moved(bump, (-0.0048, 0.018, 0.129)), *lenses]),
        merged("buttons", buttons),
    ]


def build_tablet() -> list[Part]:
    """A tablet of 178 x 238 x 7 mm standing upright, its 4:3 screen to the front in a white frame."""
    body = panel("body", "case", (0.178, 0.238), 0.012, rounded_levels(0.007, 0.0028, 5, 1), (36, 48))
    screen = panel("screen", "display", (0.160, 0.2133), 0.003, rounded_levels(0.001, 0.0003, 2), (36, 48))
    eye = lathe(
        "eye", fillet([(0, 0), (0.0018, 0), (0.0018, 0.0004), (0, 0.0004)], [0, 0.0001, 0.0001, 0]), "camera", 24
    )
    lens = lathe(
        "lens", fillet([(0, 0), (0.005, 0), (0.005, 0.0016), (0, 0.0016)], [0, 0.0005, 0.0005, 0]), "camera", 40
    )
    return [
        moved(body, (0, 0, 0.119)),
        moved(screen, (0.00325, 0, 0.119)),
        merged("camera", [moved(eye, (0.0033, 0, 0.2317), Z_TO_X), moved(lens, (-0.0049, 0.072, 0.222), Z_TO_X)]),
    ]


PRODUCTS: dict[str, Product] = {
    product.sku: product
    for product in (
        Product(
            "PHONE-ONYX",
            build_phone,
            {
                "case": Material("metal", (0.06, 0.06, 0.07), roughness=0.35, metallic=0.7),
                "display": Material("screen", (0.015, 0.015, 0.018), phone_home, roughness=0.06),
                "camera": Material("plastic", (0.03, 0.03, 0.035), roughness=0.12, coat=0.5),
            },
            {"shattered": ("screen",), "scratch": ("screen",), "bent": ("body", "screen", "camera", "buttons")},
            poses=("back",),
            boxed=True,
            view_elevation=(35.0, 80.0),
            facing=50.0,
        ),
        Product(
            "TABLET-SNOW",
            build_tablet,
            {
                "case": Material("plastic", (0.93, 0.93, 0.92), roughness=0.22, coat=0.3),
                "display": Material("screen", (0.02, 0.02, 0.022), tablet_reader, roughness=0.06),
                "camera": Material("plastic", (0.03, 0.03, 0.035), roughness=0.12, coat=0.5),
            },
            {"shattered": ("screen",), "scratch": ("screen",), "bent": ("body", "screen", "camera")},
            poses=("back",),
            boxed=True,
            view_elevation=(35.0, 80.0),
            facing=50.0,
        ),
    )
}
