"""A phone, a tablet, a suitcase and a toy truck, by sku."""

from training.render.product import Product
from training.render.products import displays, suitcase, truck

PRODUCTS: dict[str, Product] = {**displays.PRODUCTS, **suitcase.PRODUCTS, **truck.PRODUCTS}
