"""Lamps, stools, a chair, cushions and a tote bag, by sku."""

from training.render.product import Product
from training.render.products import lamps, seating, soft

PRODUCTS: dict[str, Product] = {**lamps.PRODUCTS, **seating.PRODUCTS, **soft.PRODUCTS}
