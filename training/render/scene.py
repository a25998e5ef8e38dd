"""Builds the room in Blender and lets Cycles take the picture."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import bpy
import numpy as np
from mathutils import Matrix

from training.render.bodies import Body
from training.render.camera import View
from training.render.clutter import PALETTES, Thing, block, things
from training.render.lights import LIGHTS, Lighting
from training.render.materials import Textures, ground_shader, plain_shader, raw_shader, shader
from training.render.product import Array, Material
from training.render.surfaces import SURFACES
from training.render.wreck import Decal, Wreck

STUDIO = "studio"


@dataclass(frozen=True)
class Room:
    """What is around the product: names of a surface, a light and a clutter palette."""

    surface: str
    light: str
    palette: str


def picture_to(path: Path, wreck: Wreck, sku: str, room: Room, textures: Textures, pixels: int, samples: int) -> None:
    """Renders the wreck's bodies in a room into a square PNG of `pixels` side length."""
    _clear()
    size, rng = wreck.size, np.random.default_rng(wreck.rng.integers(1 << 40))
    points = np.concatenate([body.vertices for body in wreck.bodies])
    middle = (points.min(0) + points.max(0)) / 2
    for body in wreck.bodies:
        decals = {number: wreck.decals[number] for number in body.decal_uv}
        _add_body(body, f"{sku}_{body.material}", wreck.materials[body.material], decals, textures, size)
    for body in wreck.company:
        _add_body(body, body.material, wreck.materials[body.material], {}, textures, size)
    for number, prop in enumerate(wreck.props):
        _add_thing(f"prop{number}", prop, np.zeros(3))
    toward = (wreck.view.eye - middle) * [1, 1, 0]
    toward = toward / np.linalg.norm(toward) if np.linalg.norm(toward) > 1e-6 else np.array([1.0, 0, 0])
    if room.surface == STUDIO:
        _add_seamless(toward, middle, size)
    else:
        _add_room(room, toward, middle, size, textures, rng)
    azimuth = math.atan2(toward[1], toward[0])
    lighting = LIGHTS[room.light]
    if wreck.sun is not None:
        _add_sun(wreck.sun)
        lighting = lighting.dimmed(0.3)
    _light(lighting, azimuth, float(rng.choice([-1, 1])), middle, size, wreck.view, rng)
    blur = 0.004 if room.surface == STUDIO else float(rng.uniform(0.009, 0.018))
    sharp = wreck.traces[0].points.mean(0) if wreck.traces else middle
    _camera(wreck.view, blur, float(np.linalg.norm(sharp - wreck.view.eye)) * 0.98)
    glassy = any(material.kind == "glass" for material in wreck.materials.values())
    _settings(path, pixels, samples, glassy, int(rng.integers(1 << 30)))
    bpy.ops.render.render(write_still=True)


def _clear() -> None:
    """Empties the file but for the cached pictures of materials and surfaces."""
    data = bpy.data
    made = [image for image in data.images if image.source == "GENERATED" or image.packed_file]
    for blocks in (data.objects, data.meshes, data.materials, data.lights, data.cameras, data.worlds, made):
        data.batch_remove(list(blocks))


def _link(name: str, data: Any) -> Any:
    thing = bpy.data.objects.new(name, data)
    bpy.context.scene.collection.objects.link(thing)
    return thing


def _add_body(
    body: Body, texture: str, material: Material, decals: Mapping[int, Decal], textures: Textures, size: float
) -> None:
    mesh = bpy.data.meshes.new(body.name)
    count = len(body.faces)
    mesh.vertices.add(len(body.vertices))
    mesh.vertices.foreach_set("co", body.vertices.astype(np.float32).ravel())
    mesh.loops.add(count * 3)
    mesh.loops.foreach_set("vertex_index", body.faces.astype(np.int32).ravel())
    mesh.polygons.add(count)
    mesh.polygons.foreach_set("loop_start", np.arange(0, count * 3, 3, dtype=np.int32))
    for name, uv in [("print", body.uv), *((f"decal{k}", uv) for k, uv in body.decal_uv.items())]:
        mesh.uv_layers.new(name=name).data.foreach_set("uv", uv.astype(np.float32).ravel())
    mesh.materials.append(shader(body.name, texture, material, dict(decals), textures))
    if body.raw.any():
        mesh.materials.append(raw_shader(f"{body.name} raw", material, min(size, 0.3)))
        mesh.polygons.foreach_set("material_index", body.raw.astype(np.int32))
    mesh.update(calc_edges=True)
    mesh.shade_smooth()
    mesh.set_sharp_from_angle(angle=math.radians(body.smooth_angle))
    _link(body.name, mesh)


def _add_polygons(name: str, vertices: Array, faces: list[list[int]], material: Any, smooth: bool = False) -> None:
    mesh = bpy.data.meshes.new(name)
    mesh.from_pydata(vertices.tolist(), [], faces)
    mesh.materials.append(material)
    if smooth:
        mesh.shade_smooth()
        mesh.set_sharp_from_angle(angle=math.radians(45))
    _link(name, mesh)


def _add_seamless(toward: Array, middle: Array, size: float) -> None:
    """A near-white sheet that curves up behind the product."""
    bend = np.linspace(0, np.pi / 2, 14)
    profile = [(-8.0, 0.0), *((2.2 + 1.5 * np.sin(a), 1.5 - 1.5 * np.cos(a)) for a in bend), (3.7, 12.0)]
    side = np.array([-toward[1], toward[0], 0.0])
    rows = [
        middle * [1, 1, 0] - toward * size * back + [0, 0, size * up] + side * size * wide
        for back, up in profile
        for wide in (-14, 14)
    ]
    faces = [[2 * k, 2 * k + 1, 2 * k + 3, 2 * k + 2] for k in range(len(profile) - 1)]
    _add_polygons("sheet", np.array(rows), faces, plain_shader("sheet", (0.93, 0.93, 0.925), 0.7), smooth=True)


def _add_room(
    room: Room, toward: Array, middle: Array, size: float, textures: Textures, rng: np.random.Generator
) -> None:
    surface = SURFACES[room.surface]
    colour = textures.get(f"{room.surface}_colour", lambda: surface.draw()[0], True)
    height = textures.get(f"{room.surface}_height", lambda: surface.draw()[1], False)
    # things on a table are seen from near: its pattern is finer than a floor's
    metres = surface.metres * rng.uniform(0.8, 1.25) * (1.0 if size > 0.3 else 0.6)
    turn = float(rng.uniform(0, 2 * np.pi))
    ground = ground_shader("ground", colour, height, metres, surface.roughness, surface.bump, turn)
    centre, away = middle * [1, 1, 0], -toward
    _add_polygons("ground", *block((60 * size, 60 * size, 0.02), centre - [0, 0, 0.01]), ground)
    wall = np.array(PALETTES[room.palette][int(rng.integers(5))]) * 0.5 + 0.42
    distance = size * rng.uniform(2.6, 6.0)
    azimuth = math.atan2(away[1], away[0]) + rng.normal() * 0.25
    place = centre + away * distance + [0, 0, 6 * size]
    _add_polygons(
        "wall",
        *block((0.05 * size, 60 * size, 12.02 * size), place, azimuth),
        plain_shader("wall", tuple(wall)),
    )
    for number, thing in enumerate(things(rng, room.palette, away, size)):
        _add_thing(f"thing{number}", thing, centre)


def _add_thing(name: str, thing: Thing, centre: Array) -> None:
    material = plain_shader(name, thing.colour, thing.roughness)
    if thing.glow:
        principled = material.node_tree.nodes["Principled BSDF"]
        principled.inputs["Emission Color"].default_value = (*thing.colour, 1.0)
        principled.inputs["Emission Strength"].default_value = thing.glow
    if thing.clear:
        # refracted light would need caustics: a see-through film with highlights looks wet enough
        material.node_tree.nodes["Principled BSDF"].inputs["Alpha"].default_value = 1 - thing.clear
    vertices, faces = thing.mesh
    _add_polygons(name, vertices + centre, faces, material, smooth=len(faces) > 10)
    bpy.data.objects[name].visible_camera = not thing.unseen


def _add_sun(direction: Array) -> None:
    light = bpy.data.lights.new("sun", "SUN")
    light.energy, light.angle, light.color = 4.0, math.radians(0.8), (1.0, 0.93, 0.82)
    _link("sun", light).matrix_world = _looking(View(direction, np.zeros(3), 1.0, 0.0))


def _light(
    lighting: Lighting,
    azimuth: float,
    hand: float,
    middle: Array,
    size: float,
    view: View,
    rng: np.random.Generator,
) -> None:
    world = bpy.data.worlds.new("sky")
    bpy.context.scene.world = world
    world.use_nodes = True
    tree = world.node_tree
    tint = np.clip(np.array(lighting.top) * 0.65 + np.array(lighting.bottom) * 0.35, 0, 2)
    tree.nodes["Background"].inputs[0].default_value = (*tint, 1.0)
    tree.nodes["Background"].inputs[1].default_value = lighting.sky * float(rng.uniform(0.8, 1.25))
    world.cycles.sampling_method = "MANUAL"
    world.cycles.sample_map_resolution = 32
    for panel in lighting.panels:
        angle = azimuth + hand * math.radians(panel.angle + float(rng.normal()) * 14)
        reach = panel.distance * size
        height = panel.height * size * float(rng.uniform(0.85, 1.15))
        place = middle + np.array([math.cos(angle) * reach, math.sin(angle) * reach, height])
        watts = panel.watts * (size / 0.14) ** 2 * float(rng.uniform(0.8, 1.3))
        _area(place, middle, panel.width * size, panel.depth * size, watts, panel.tint)
    if lighting.flash:
        up = view.axes()[1]
        watts = lighting.flash * (view.distance / 0.3) ** 2 * 4
        _area(
            view.eye + up * 0.05 * view.distance,
            view.target,
            0.02 * view.distance,
            0.02 * view.distance,
            watts,
            (1, 1, 1),
        )


def _area(
    place: Array, target: Array, width: float, depth: float, watts: float, tint: tuple[float, float, float]
) -> None:
    light = bpy.data.lights.new("panel", "AREA")
    light.shape, light.size, light.size_y = "RECTANGLE", width, depth
    light.energy, light.color = watts, tint
    panel = _link("panel", light)
    panel.matrix_world = _looking(View(place, target, 1.0, 0.0))


def _looking(view: View) -> Matrix:
    matrix = np.eye(4)
    matrix[:3, :3] = view.axes().T
    matrix[:3, 3] = view.eye
    return Matrix(matrix.tolist())


def _camera(view: View, blur: float, focus: float) -> None:
    """A camera sharp at `focus` metres, whose lens opening is the share `blur` of its distance to the product."""
    camera = bpy.data.cameras.new("phone")
    camera.sensor_width, camera.angle, camera.clip_start = 36.0, view.field, 0.005
    camera.clip_end = 1000.0
    camera.dof.use_dof, camera.dof.focus_distance = True, focus
    camera.dof.aperture_fstop = camera.lens / 1000 / (2 * blur * view.distance)
    holder = _link("phone", camera)
    holder.matrix_world = _looking(view)
    bpy.context.scene.camera = holder


def _settings(path: Path, pixels: int, samples: int, glassy: bool, seed: int) -> None:
    scene = bpy.context.scene
    render, cycles = scene.render, scene.cycles
    render.engine, render.filepath = "CYCLES", str(path)
    render.resolution_x = render.resolution_y = pixels
    render.resolution_percentage = 100
    render.image_settings.file_format = "PNG"
    render.threads_mode, render.threads = "FIXED", 1
    scene.view_settings.view_transform = "AgX"
    scene.view_settings.look = "AgX - High Contrast"
    bounces = 8 if glassy else 4
    values = {
        "device": "CPU", "samples": samples, "seed": seed, "use_adaptive_sampling": True, "adaptive_threshold": 0.05,
        "use_denoising": True, "denoiser": "OPENIMAGEDENOISE", "denoising_input_passes": "RGB_ALBEDO_NORMAL",
        "denoising_quality": "FAST", "max_bounces": bounces, "diffuse_bounces": 2, "glossy_bounces": 3,
        "transmission_bounces": bounces, "transparent_max_bounces": 6, "sample_clamp_indirect": 4.0, "blur_glossy": 1.0,
        "caustics_reflective": False, "caustics_refractive": False, "use_light_tree": False,
    }  # fmt: skip
    for name, value in values.items():
        setattr(cycles, name, value)
