"""`python -m training.clip --photos DIR`: trains on the rendered photos, calibrates, writes the model folder."""

import argparse
import json
from pathlib import Path

from intake.vision.encoder import EMBEDDED
from training.clip.calibrate import calibrate
from training.clip.fit import Recipe, fit

ROOT = Path(__file__).resolve().parent.parent.parent


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m training.clip", description=__doc__)
    parser.add_argument("--photos", type=Path, required=True, help="what `python -m training.render train` wrote")
    parser.add_argument("--catalogue", type=Path, default=ROOT / "product_images")
    parser.add_argument("--out", type=Path, default=EMBEDDED)
    parser.add_argument("--start", type=Path, help="model folder to go on from; else the parent")
    parser.add_argument("--epochs", type=int, default=Recipe.epochs)
    parser.add_argument("--copies", type=int, default=Recipe.copies, help="augmentations a photo")
    parser.add_argument("--cut", type=int, default=Recipe.cut, help="first trained block of the tower")
    parser.add_argument("--settle", type=int, default=Recipe.settle, help="epochs after averaging with the parent")
    parser.add_argument("--rate", type=float, default=Recipe.tower_rate, help="learning rate of the tower")
    parser.add_argument("--share", type=float, default=Recipe.parent_share, help="of the parent's weights at the end")
    parser.add_argument("--keep-texts", action="store_true", help="leave the text tower as it is")
    parser.add_argument("--risk", type=float, default=0.02, help="error rate that the thresholds promise")
    options = parser.parse_args()
    recipe = Recipe(
        cut=options.cut,
        copies=options.copies,
        epochs=options.epochs,
        settle=options.settle,
        tower_rate=options.rate,
        parent_share=options.share,
        keep_texts=options.keep_texts,
    )
    log = fit(options.photos, options.catalogue, options.out, recipe, options.start)
    (options.out / "training_log.json").write_text(json.dumps(log, indent=1) + "\n", encoding="utf-8")
    print(calibrate(options.photos, options.catalogue, options.out, options.risk))


if __name__ == "__main__":
    main()
