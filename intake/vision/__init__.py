"""Photos in, observations out."""
