"""Facts in, decisions and claims out."""
