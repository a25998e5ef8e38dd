"""Tells customers by e-mail and the shop's systems by webhook what became of a claim."""
