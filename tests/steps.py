"""What work takes, without a clock: the lines of Python that run, which nobody else on the machine changes.

Regular expressions run in C, where no line is counted: of them `cheapest` takes this thread's own CPU time, which a
test compares with that of a text a tenth as long.
"""

import sys
import time
from collections.abc import Callable
from types import FrameType
from typing import Any


def steps(run: Callable[[], object]) -> int:
    """How many lines run."""
    count = 0

    def line(_frame: FrameType, event: str, _arg: Any) -> Any:
        nonlocal count
        count += event == "line"
        return line

    before = sys.gettrace()
    sys.settrace(line)
    try:
        run()
    finally:
        sys.settrace(before)
    return count


def cheapest(run: Callable[[], object], times: int = 5) -> float:
    """The least CPU seconds of a few runs in this thread."""
    best = float("inf")
    for _ in range(times):
        began = time.thread_time()
        run()
        best = min(best, time.thread_time() - began)
    return best
