import random
from collections.abc import Sequence


def batches(texts: Sequence[str], size: int) -> list[list[int]]:
    """Shuffled batches of texts about as long as each other, so that little is padded."""
    order = random.sample(range(len(texts)), len(texts))
    spans = [order[at : at + 16 * size] for at in range(0, len(order), 16 * size)]
    spans = [sorted(span, key=lambda row: len(texts[row])) for span in spans]
    batches = [span[at : at + size] for span in spans for at in range(0, len(span), size)]
    return random.sample(batches, len(batches))
