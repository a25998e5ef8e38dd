"""The command line, one file a topic; `intake/__main__.py` joins them."""
