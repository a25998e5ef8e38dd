"""What service staff do with claims. Whoever calls has checked who asks; pages and routes are in `intake/ui`."""
