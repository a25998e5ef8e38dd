"""Trains and calibrates the embedded CLIP: photos -> cached features -> model -> thresholds."""
