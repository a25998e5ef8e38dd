"""Accuracy of vision: the held-out photos, and any other labelled photos with a catalogue of their own.

python -m benchmarks.vision                                      the held-out set with the demo catalogue
python -m benchmarks.vision LABELS.csv --catalogue CATALOGUE.csv  other photos, other catalogue
"""

import argparse
from pathlib import Path

from benchmarks.vision_extras import extras
from intake.bootstrap import build
from intake.evaluation import look_at, report
from intake.labels import HELD_OUT, read_labels


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("labels", type=Path, nargs="?", default=HELD_OUT)
    parser.add_argument("--catalogue", type=Path)
    options = parser.parse_args(arguments)
    eyes = build(catalogue=options.catalogue).eyes
    pairs = look_at(eyes, read_labels(options.labels))
    print(report(pairs, eyes.calibration).words())
    if options.labels == HELD_OUT:
        print("\n" + extras(eyes, pairs).words())


if __name__ == "__main__":
    main()
