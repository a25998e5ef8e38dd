"""Turns `Material` data and decals into Cycles shader nodes."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import bpy
import numpy as np
from PIL import Image

from training.render.product import Array, Colour, Material
from training.render.wreck import Decal

# what the material itself does to roughness, coat and the like, by kind
_BY_KIND: dict[str, dict[str, float]] = {
    "ceramic": {"Coat Weight": 0.35, "Coat Roughness": 0.05},
    "glass": {"Transmission Weight": 0.97, "IOR": 1.45},
    "wood": {"Coat Weight": 0.12, "Coat Roughness": 0.3},
    "fabric": {"Sheen Weight": 0.25},
    "screen": {"Coat Weight": 0.5, "Coat Roughness": 0.04},
}


def linear(colour: Colour) -> tuple[float, float, float, float]:
    """An sRGB colour as the linear RGBA that Blender wants."""
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour)
    return (r, g, b, 1.0)


class Nodes:
    """Writes a node tree tersely."""

    def __init__(self, tree: Any) -> None:
        self.tree = tree

    def add(self, kind: str, **values: Any) -> Any:
        """A new node with its inputs, named with underscores, set to values or linked to sockets."""
        node = self.tree.nodes.new(kind)
        for name, value in values.items():
            self.set(node.inputs[name.replace("_", " ")], value)
        return node

    def set(self, socket: Any, value: Any) -> None:
        """Links a socket to another one or gives it a value."""
        if isinstance(value, bpy.types.NodeSocket):
            self.tree.links.new(value, socket)
        else:
            socket.default_value = value

    def math(self, operation: str, a: Any, b: Any = 0.0) -> Any:
        """The result of a clamped arithmetic node."""
        node = self.tree.nodes.new("ShaderNodeMath")
        node.operation = operation
        node.use_clamp = True
        self.set(node.inputs[0], a)
        self.set(node.inputs[1], b)
        return node.outputs[0]

    def mix(self, share: Any, a: Any, b: Any) -> Any:
        """A colour between `a` and `b`."""
        node = self.tree.nodes.new("ShaderNodeMix")
        node.data_type = "RGBA"
        for index, value in ((0, share), (6, a), (7, b)):
            self.set(node.inputs[index], value)
        return node.outputs[2]

    def image(self, image: Any, uv: Any, clip: bool = False) -> Any:
        """A texture node."""
        node = self.tree.nodes.new("ShaderNodeTexImage")
        node.image = image
        node.extension = "CLIP" if clip else "REPEAT"
        self.tree.links.new(uv, node.inputs[0])
        return node

    def layer(self, name: str) -> Any:
        """The coordinates of a UV layer."""
        node = self.tree.nodes.new("ShaderNodeUVMap")
        node.uv_map = name
        return node.outputs[0]

    def bump(self, height: Any, distance: float, normal: Any = None) -> Any:
        """A normal disturbed by a height, `distance` metres for a step of 1."""
        node = self.add("ShaderNodeBump", Strength=1.0, Distance=distance, Height=height)
        if normal is not None:
            self.set(node.inputs["Normal"], normal)
        return node.outputs[0]


def picture(name: str, pixels: Array, colour: bool) -> Any:
    """A Blender image of an array (h, w), (h, w, 3) or (h, w, 4) in 0..1, row 0 at the top."""
    height, width = pixels.shape[:2]
    image = bpy.data.images.new(name, width, height, alpha=True)
    image.colorspace_settings.name = "sRGB" if colour else "Non-Color"
    image.alpha_mode = "CHANNEL_PACKED"
    flat = np.ones((height, width, 4), np.float32)
    channels = pixels if pixels.ndim == 3 else pixels[..., None]
    flat[..., : max(3, channels.shape[2])] = channels[::-1]
    image.pixels.foreach_set(flat.ravel())
    image.pack()
    return image


class Textures:
    """Pictures drawn by code, kept as PNG files so that they're drawn once and read fast."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def get(self, name: str, draw: Callable[[], Array], colour: bool) -> Any:
        """The Blender image of that name, drawn by `draw` if it isn't there yet."""
        path = self.folder / f"{name}.png"
        if name in bpy.data.images:
            return bpy.data.images[name]
        if not path.exists():
            pixels = (np.clip(draw(), 0, 1) * 255 + 0.5).astype(np.uint8)
            partial = path.with_suffix(f".{id(pixels)}.tmp.png")
            Image.fromarray(pixels).save(partial)
            partial.replace(path)
        image = bpy.data.images.load(str(path))
        image.name = name
        image.colorspace_settings.name = "sRGB" if colour else "Non-Color"
        return image


def shader(name: str, texture: str, material: Material, decals: dict[int, Decal], textures: Textures) -> Any:
    """A Cycles material with its decals; `texture` names the cached pictures of the material."""
    made, nodes, principled = _blank(name)
    uv = nodes.layer("print")
    base: Any = linear(material.colour)
    if material.pattern is not None:
        base = nodes.image(textures.get(f"{texture}_colour", material.pattern, True), uv).outputs[0]
    glow = base
    normal = None
    if material.height is not None:
        height = nodes.image(textures.get(f"{texture}_height", material.height, False), uv).outputs[0]
        normal = nodes.bump(height, 0.0012)
    roughness: Any = material.roughness
    clear: Any = _BY_KIND.get(material.kind, {}).get("Transmission Weight", 0.0)
    hole: Any = None
    for number, decal in decals.items():
        where = nodes.layer(f"decal{number}")
        colour = nodes.image(picture(f"decal{number}", decal.drawing.colour, True), where, clip=True)
        relief = nodes.image(picture(f"relief{number}", decal.drawing.relief, False), where, clip=True)
        parts = nodes.add("ShaderNodeSeparateColor", Color=relief.outputs[0]).outputs
        base = nodes.mix(colour.outputs[1], base, colour.outputs[0])
        glow = nodes.mix(colour.outputs[1], glow, (0.0, 0.0, 0.0, 1.0))
        roughness = nodes.math("ADD", roughness, nodes.math("MULTIPLY", parts[2], 0.5))
        clear = nodes.math("SUBTRACT", clear, nodes.math("MULTIPLY", colour.outputs[1], 0.9))
        level = nodes.tree.nodes.new("ShaderNodeMath")
        level.operation = "SUBTRACT"
        nodes.set(level.inputs[0], parts[0])
        nodes.set(level.inputs[1], parts[1])
        normal = nodes.bump(level.outputs[0], decal.drawing.depth * decal.width, normal)
        if decal.drawing.relief[..., 3].any():
            hole = relief.outputs[1]
    values = {"Base Color": base, "Roughness": roughness, "Metallic": material.metallic}
    values |= _BY_KIND.get(material.kind, {})
    if material.coat:
        values |= {"Coat Weight": material.coat, "Coat Roughness": 0.08}
    if material.kind == "glass" or decals:
        values["Transmission Weight"] = clear
    if material.kind == "screen":
        values |= {"Emission Color": glow, "Emission Strength": 0.7}
    if material.metallic > 0.5 and decals:
        values.pop("Coat Weight", None)
    if normal is not None:
        values["Normal"] = normal
    for key, value in values.items():
        nodes.set(principled.inputs[key], value)
    _see_through(nodes, principled, material, hole)
    return made


def _blank(name: str) -> tuple[Any, Nodes, Any]:
    made = bpy.data.materials.new(name)
    made.use_nodes = True
    return made, Nodes(made.node_tree), made.node_tree.nodes["Principled BSDF"]


def _see_through(nodes: Nodes, principled: Any, material: Material, hole: Any) -> None:
    """Lets light through holes, and through glass where caustics would be needed for it."""
    share = hole
    if material.kind == "glass":
        ray = nodes.add("ShaderNodeLightPath")
        share = nodes.math("MULTIPLY", ray.outputs["Is Shadow Ray"], 0.8)
    if share is None:
        return
    clear = nodes.add("ShaderNodeBsdfTransparent")
    mix = nodes.tree.nodes.new("ShaderNodeMixShader")
    for index, value in ((0, share), (1, principled.outputs[0]), (2, clear.outputs[0])):
        nodes.set(mix.inputs[index], value)
    nodes.set(nodes.tree.nodes["Material Output"].inputs[0], mix.outputs[0])


def raw_shader(name: str, material: Material, scale: float) -> Any:
    """The broken inside of a material, its grain a share of `scale` metres."""
    made, nodes, principled = _blank(name)
    place = nodes.add("ShaderNodeNewGeometry").outputs["Position"]
    noise = nodes.add("ShaderNodeTexNoise", Vector=place, Scale=60 / scale, Detail=4.0).outputs[0]
    raw = _showing(material)
    dark = tuple(c * 0.62 for c in raw)
    base = nodes.mix(noise, linear((dark[0], dark[1], dark[2])), linear(raw))
    values = {"Base Color": base, "Roughness": 0.9, "Normal": nodes.bump(noise, 0.008 * scale)}
    if material.kind == "glass":
        # broken glass is frosted: it scatters light instead of letting it through
        pale = tuple(0.35 * c + 0.62 for c in material.colour)
        values |= {"Roughness": 0.3, "Transmission Weight": 0.2, "Base Color": linear((pale[0], pale[1], pale[2]))}
    for key, value in values.items():
        nodes.set(principled.inputs[key], value)
    return made


def _showing(material: Material) -> Colour:
    """The raw colour, moved away from the surface's if it would not show on it."""
    skin, raw = np.array(material.colour), np.array(material.raw)
    if np.abs(raw - skin).max() < 0.22:
        raw = raw * 0.62 if skin.mean() > 0.5 else np.clip(raw + 0.3, 0, 1)
    return (float(raw[0]), float(raw[1]), float(raw[2]))


def plain_shader(name: str, colour: Colour, roughness: float = 0.6) -> Any:
    """A surface of one colour."""
    made, nodes, principled = _blank(name)
    nodes.set(principled.inputs["Base Color"], linear(colour))
    nodes.set(principled.inputs["Roughness"], roughness)
    return made


def ground_shader(
    name: str, colour: Any, height: Any, metres: float, roughness: float, bump: float, turn: float
) -> Any:
    """A tiled surface lying in room coordinates, one tile `metres` wide, turned by `turn` radians."""
    made, nodes, principled = _blank(name)
    place = nodes.add("ShaderNodeNewGeometry").outputs["Position"]
    mapped = nodes.add("ShaderNodeMapping", Vector=place, Scale=(1 / metres,) * 3, Rotation=(0.0, 0.0, turn)).outputs[0]
    nodes.set(principled.inputs["Base Color"], nodes.image(colour, mapped).outputs[0])
    nodes.set(principled.inputs["Roughness"], roughness)
    if bump:
        nodes.set(principled.inputs["Normal"], nodes.bump(nodes.image(height, mapped).outputs[0], bump))
    return made
