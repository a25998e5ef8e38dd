"""Who of staff may do what, and the log of what they did."""
