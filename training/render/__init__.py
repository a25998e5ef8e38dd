"""Photographs of damaged products, made by code: products -> damage -> scene -> picture and labels."""
