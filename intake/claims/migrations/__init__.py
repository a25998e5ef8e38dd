"""Numbered schema migrations, run by `intake.claims.database`."""
