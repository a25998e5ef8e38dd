"""Where orders are looked up: a file, a database or the API of a shop system."""
