"""Questions in, quoted passages and grounded answers out."""
