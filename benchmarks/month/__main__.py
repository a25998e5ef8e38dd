"""`python -m benchmarks.month [--customers N]`: thirty scripted days, and whether everything fits."""

import argparse
import tempfile
import time
from pathlib import Path

import time_machine

from benchmarks.month.opening_times import FIRST
from benchmarks.month.run import (
    MIDNIGHT,
    all_cases,
    audit_faults,
    differences,
    illegal_moves,
    material,
    play,
    wrong_notices,
)
from benchmarks.month.shop import Shop, shop


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--customers", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    # `perf_counter` of the operating system goes on while the shop's clock is moved.
    with tempfile.TemporaryDirectory() as folder, time_machine.travel(MIDNIGHT, tick=False) as clock:
        began = time.clock_gettime_ns(time.CLOCK_BOOTTIME)
        with shop(Path(folder), clock.move_to, chosen.seed) as world:
            play(world, chosen.customers)
            played = (time.clock_gettime_ns(time.CLOCK_BOOTTIME) - began) / 1e9
            failed = report(world)
    print(f"{played:.0f} s")
    raise SystemExit(1 if failed else 0)


def report(world: Shop) -> bool:
    """Prints what was checked; whether anything failed."""
    cases = all_cases(world)
    checks = {
        "moves that the state machine doesn't allow": illegal_moves(cases),
        "figures that aren't what the script counted": differences(world, material(world)),
        "kinds of notices that aren't what the script did": wrong_notices(world),
        "faults of the audit log": audit_faults(world),
    }
    tracks = sorted({case.track or "-" for case in cases})
    reasons = world.ledger.reasons()
    print(
        f"{FIRST}: {len(cases)} claims, {sum(len(case.history) for case in cases)} entries, tracks {', '.join(tracks)}"
    )
    print(f"{len(reasons)} reasons: {dict(reasons.most_common())}\ncontacts: {dict(world.ledger.ends.most_common())}")
    for name, found in checks.items():
        print(f"{len(found)} {name}", *found[:20], sep="\n  ")
    return any(checks.values())


if __name__ == "__main__":
    main()
