"""Renders the demo photographs, trains and calibrates the embedded CLIP. Not needed to run Intake."""
