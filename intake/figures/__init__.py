"""What a service lead wants to know: each figure has one definition, computed in one place."""
