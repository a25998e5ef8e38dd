"""Processes that render, one on each core, replaced when they grow old or crash."""

import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any

from training.render.shot import Shot

SHOTS_PER_PROCESS = 200
SECONDS_PER_SHOT = 900  # of the clock: a busy machine is slow


class ShotFailed(Exception):
    """A shot could not be taken; the message says why."""


class Worker:
    """Takes shots one after the other in a process of its own, bound to one core."""

    def __init__(self, core: int, folders: dict[str, str]) -> None:
        self._core, self._folders = core, folders
        self._pool = self._start()

    def _start(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(
            1, multiprocessing.get_context("spawn"), os.sched_setaffinity, (0, {self._core}),
            max_tasks_per_child=SHOTS_PER_PROCESS,
        )  # fmt: skip

    def take(self, shot: Shot) -> dict[str, Any]:
        """The shot's line of ground truth, its picture saved.

        Raises:
            ShotFailed: it can't be taken, the process crashed or it hangs.
        """
        try:
            return self._pool.submit(_take, shot, self._folders).result(SECONDS_PER_SHOT)
        except (BrokenProcessPool, TimeoutError) as error:
            self.close()
            self._pool = self._start()
            raise ShotFailed(f"{type(error).__name__}") from error

    def close(self) -> None:
        """Ends the process, even in the middle of a shot."""
        for process in list((self._pool._processes or {}).values()):
            process.kill()
        self._pool.shutdown(wait=False, cancel_futures=True)


def _take(shot: Shot, folders: dict[str, str]) -> dict[str, Any]:
    # Blender is imported in the rendering process only, and its chatter is silenced there
    from pathlib import Path

    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 1)
    os.close(silent)
    from training.render.photograph import Folders, take

    try:
        return take(shot, Folders(**{name: Path(path) for name, path in folders.items()}))
    except Exception as error:  # whatever a mesh does to Blender must not end the run
        # an exception of a module that needs Blender would load Blender in the parent as well
        raise ShotFailed(f"{type(error).__name__}: {error}") from None
