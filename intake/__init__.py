"""Intake: a claims and returns desk whose first contact is a machine that can see."""
