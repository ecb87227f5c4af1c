"""The heap of a serving process is limited where the C library allows it, and nothing happens elsewhere."""

import subprocess
import sys

THREADS = """
import threading
from adapters.cli._heap import limit_heap, trim_heap
limit_heap()
made = []
threads = [threading.Thread(target=lambda: made.append(bytearray(100_000))) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
trim_heap()
print(len(made))
"""


def test_threads_still_have_memory() -> None:
    done = subprocess.run([sys.executable, "-c", THREADS], capture_output=True, text=True, check=True)
    assert done.stdout == "4\n"
