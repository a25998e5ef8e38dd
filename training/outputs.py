"""What the classifiers of meaning have to say about each example, in the order of their outputs."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from intake.dialogue.meaning import HEATED
from intake.dialogue.types import DAMAGES, TOPICS, WISHES, Alarm, Mood
from training.messages import Example

MOODS = list(Mood)  # from calm to abusive


def truths(known: Sequence[Example]) -> NDArray[np.bool_]:
    """(examples, outputs) in the order that `Meaning.read` splits them."""
    return np.array(
        [
            [
                *(topic in example.intents for topic in TOPICS),
                *(MOODS.index(Mood(example.mood)) >= MOODS.index(mood) for mood in HEATED),
                *(kind in example.alarms for kind in Alarm),
                bool(example.alarms),
                example.legal,
                *(damage in (example.damages or ()) for damage in DAMAGES),
                *(wish in (example.wishes or ()) for wish in WISHES),
            ]
            for example in known
        ]
    )


def was_read(known: Sequence[Example]) -> NDArray[np.bool_]:
    """(examples, outputs): whether somebody read the example for that, and nobody could argue about it."""
    read = np.ones((len(known), len(truths(known[:1])[0])), bool)
    read[:, : len(TOPICS)] = [[topic not in example.free for topic in TOPICS] for example in known]
    wishes, damages = slice(-len(WISHES), None), slice(-len(DAMAGES) - len(WISHES), -len(WISHES))
    read[:, damages] = np.array([example.damages is not None for example in known])[:, None]
    read[:, wishes] = np.array([example.wishes is not None for example in known])[:, None]
    return read
