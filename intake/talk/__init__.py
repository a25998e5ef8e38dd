"""One talk of a customer: from a message to the next step."""
