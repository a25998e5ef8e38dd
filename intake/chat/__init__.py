"""An optional language model: it words, suggests and condenses, and decides nothing."""
