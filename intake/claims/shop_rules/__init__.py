"""The rules that the shop writes: their file, its checks, and what was published."""
