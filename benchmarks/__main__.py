"""`make bench`: accuracy on the held-out photos, speed beside bare open_clip, retrieval; side by side in one run."""

from benchmarks import retrieval, speed, vision


def main() -> None:
    vision.main([])
    speed.main()
    retrieval.main([])


if __name__ == "__main__":
    main()
