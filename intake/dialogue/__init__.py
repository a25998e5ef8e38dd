"""Text in: language, intents, mood and facts out. And the wording of every reply, as data."""
