"""All products of the demo catalogue that can be rendered, by sku."""

from training.render.product import Product
from training.render.products import drinkware, gadgets, kitchen, living, tableware

PRODUCTS: dict[str, Product] = {
    **tableware.PRODUCTS,
    **drinkware.PRODUCTS,
    **kitchen.PRODUCTS,
    **living.PRODUCTS,
    **gadgets.PRODUCTS,
}
