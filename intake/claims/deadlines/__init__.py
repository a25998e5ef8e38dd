"""Until when customers have an answer, in business hours."""
