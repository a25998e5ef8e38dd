"""Thirty scripted days of a shop through the real service, and a count of what happened beside it."""
