"""Pictures from processes of their own: what is killed, hangs or is a bomb costs itself, and nobody is left behind."""

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from adapters.images.line_chart import draw
from adapters.net.message_delivery import ServiceMessage
from adapters.workers.orders import LENGTH, Upload, WorkerAnswer, WorkerOrder, framed
from adapters.workers.worker import MEMORY
from adapters.workers.worker_pool import ENVIRONMENT, WorkerPool
from bot.messages.errors import BadArgument, OurFault, TooMuch
from bot.messages.reply import Branch, Chart, DotPlot, Series, Tree
from tests.adapters.images.uploaded import drawing, encoded, png_header
from tests.gallery import CHART, NOW

SPREAD = DotPlot("Runs", (0.4, float("nan"), 0.6, 1e300), (("best", 0.6),), "own runs", "%")
TREE = Tree("Rests on", (Branch("memo", "24 Mar", (Branch("copy"),)),), "one origin")
AT_ONCE = 0.0
SERVING = 200 << 20  # bytes; what the program itself takes with both platforms


class Limits:
    """Time limits that end when the test says so."""

    def __init__(self) -> None:
        self.given: asyncio.Queue[asyncio.Timeout] = asyncio.Queue()

    def __call__(self) -> asyncio.Timeout:
        made = asyncio.timeout(None)
        self.given.put_nowait(made)
        return made


@pytest.fixture
def limits():
    return Limits()


@pytest.fixture
async def pool(limits):
    made = WorkerPool(limits)
    yield made
    await made.close()


def gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


@pytest.mark.parametrize("picture", [CHART, SPREAD, TREE, Chart("none", (), "nothing")], ids=lambda one: one.title)
async def test_a_picture_is_the_one_drawn_here(pool, picture):
    assert await pool.draw(picture) == draw(picture)


async def test_nothing_is_started_before_the_first_picture_and_one_process_draws_them_all(pool):
    assert not pool._started
    for _ in range(3):
        await pool.draw(CHART)
    assert len(pool._started) == 1


async def test_an_upload_is_read_as_here_and_refused_in_the_same_words(pool):
    made = await pool.read(encoded(drawing(), "JPEG"), "shot.jpg")
    assert (made.media_type, made.width, made.height) == ("image/jpeg", 320, 200)
    with pytest.raises(TooMuch, match="too many pixels"):
        await pool.read(png_header(60_000, 60_000))
    with pytest.raises(BadArgument, match="not a picture") as refused:
        await pool.read(b"%PDF-1.7", "paper.pdf")
    assert (refused.value.why, refused.value.todo) == (
        "paper.pdf was not stored.",
        "Send a PNG, JPEG or WebP, or a link.",
    )
    assert len(pool._started) == 1


async def test_a_process_killed_meanwhile_costs_its_picture_and_is_replaced(pool, limits):
    await pool.draw(CHART)
    await limits.given.get()
    [worker] = pool._started
    os.kill(worker.pid, signal.SIGSTOP)
    lost = asyncio.create_task(pool.draw(CHART))
    await limits.given.get()
    os.kill(worker.pid, signal.SIGKILL)
    with pytest.raises(OurFault, match="could not be made"):
        await lost
    assert await pool.draw(CHART) == draw(CHART)
    assert await worker.wait() == -signal.SIGKILL


@pytest.fixture
def watcher_of_the_loop():
    """asyncio's watcher that collects exit statuses between two turns of the loop; the default from Python 3.12."""
    if not hasattr(os, "pidfd_open"):
        pytest.skip("this system has no descriptors of processes")
    if sys.version_info >= (3, 12):
        yield
        return
    asyncio.set_child_watcher(asyncio.PidfdChildWatcher())
    yield
    asyncio.set_child_watcher(None)


async def test_ending_one_that_is_already_dead_leaves_its_exit_status(watcher_of_the_loop):
    pool = WorkerPool()
    await pool.draw(CHART)
    [worker] = pool._started
    os.kill(worker.pid, signal.SIGKILL)
    os.waitid(os.P_PID, worker.pid, os.WEXITED | os.WNOWAIT)  # noqa: ASYNC222 - the loop must not collect it first
    await pool.close()
    assert worker.returncode == -signal.SIGKILL


async def test_one_that_died_between_two_pictures_costs_none(pool):
    await pool.draw(CHART)
    [worker] = pool._started
    worker.kill()
    await worker.wait()
    assert await pool.draw(CHART) == draw(CHART)


async def test_one_that_hangs_delays_nobody_and_ends_when_its_time_is_over(pool, limits):
    await pool.draw(CHART)
    await limits.given.get()
    [worker] = pool._started
    os.kill(worker.pid, signal.SIGSTOP)
    hangs = asyncio.create_task(pool.read(encoded(drawing())))
    its = await limits.given.get()
    assert await pool.draw(CHART) == draw(CHART)
    its.reschedule(AT_ONCE)
    with pytest.raises(BadArgument, match="could not read that picture"):
        await hangs
    assert await worker.wait() == -signal.SIGKILL
    assert await pool.draw(TREE) == draw(TREE)


async def test_more_than_two_wait_their_turn_and_all_are_drawn(pool):
    drawn = await asyncio.gather(*(pool.draw(CHART) for _ in range(7)))
    assert drawn == [draw(CHART)] * 7
    assert len(pool._started) == 2


async def test_who_is_called_off_takes_the_process_along(pool, limits):
    """Its answer would be taken for the next picture's."""
    await pool.draw(TREE)
    await limits.given.get()
    [worker] = pool._started
    os.kill(worker.pid, signal.SIGSTOP)
    called_off = asyncio.create_task(pool.draw(TREE))
    await limits.given.get()
    called_off.cancel()
    await asyncio.gather(called_off, return_exceptions=True)
    assert await pool.draw(CHART) == draw(CHART)
    assert await worker.wait() == -signal.SIGKILL


@pytest.mark.parametrize("of", ["draw", "read"])
async def test_a_process_that_cannot_be_started_is_said_as_any_lost_picture(pool, monkeypatch, of):
    monkeypatch.setattr("adapters.workers.worker_pool.PROGRAM", ("/nowhere/python",))
    with pytest.raises(OurFault if of == "draw" else BadArgument, match="could not"):
        await (pool.draw(CHART) if of == "draw" else pool.read(encoded(drawing())))
    monkeypatch.undo()
    assert await pool.draw(CHART) == draw(CHART)


async def test_nothing_is_started_behind_a_stop(pool, limits):
    await asyncio.gather(pool.draw(CHART), pool.draw(TREE))
    for worker in pool._started:
        os.kill(worker.pid, signal.SIGSTOP)
    waiting = [asyncio.create_task(pool.draw(CHART)) for _ in range(3)]
    for _ in range(4):
        await limits.given.get()
    await pool.close()
    assert [type(one) for one in await asyncio.gather(*waiting, return_exceptions=True)] == [OurFault] * 3
    assert all(worker.returncode is not None for worker in pool._started)


async def test_a_clean_stop_leaves_no_process(pool):
    await asyncio.gather(pool.draw(CHART), pool.draw(TREE))
    pids = [worker.pid for worker in pool._started]
    assert len(pids) == 2
    await pool.close()
    assert all(map(gone, pids))


@pytest.mark.parametrize(
    ("ordered", "said"),
    [
        (WorkerOrder(chart=CHART), "A picture could not be made."),
        (WorkerOrder(upload=Upload(b"", "a.png")), "An upload could not be read."),
        (WorkerOrder(message=ServiceMessage("tgram://1:x/2", "x", "y")), "It is not known whether a message was sent."),
    ],
)
def test_what_is_lost_is_named_by_what_was_ordered(ordered, said):
    assert ordered.lost == said


async def test_what_breaks_in_drawing_is_logged_and_breaks_nothing_else(pool, caplog):
    odd = Chart("odd", (Series("a", ((NOW, 0.5),)),), "alt", unit=7)
    with pytest.raises(OurFault):
        await pool.draw(odd)
    assert "worker order failed" in caplog.text
    assert await pool.draw(CHART) == draw(CHART)


async def test_no_token_and_no_open_file_is_inherited_and_memory_is_bounded(pool, monkeypatch, tmp_path):
    monkeypatch.setenv("SPUDWATCH_DISCORD__TOKEN", "do not tell")
    with (tmp_path / "a.db").open("wb") as held:
        os.set_inheritable(held.fileno(), True)
        await pool.draw(TREE)
        [worker] = pool._started
        proc = Path(f"/proc/{worker.pid}")
        if not proc.exists():
            pytest.skip("this system does not show what a process holds")
        names = {entry.partition(b"=")[0].decode() for entry in (proc / "environ").read_bytes().split(b"\0") if entry}
        assert names <= set(ENVIRONMENT)
        assert sorted(path.name for path in (proc / "fd").iterdir()) == ["0", "1", "2"]
        assert f"Max address space         {MEMORY}" in (proc / "limits").read_text("ascii")
        assert (proc / "oom_score_adj").read_text("ascii").strip() == "1000"


PARENT = """
import asyncio, sys
from adapters.workers.worker_pool import WorkerPool
from tests.gallery import CHART

async def main():
    pool = WorkerPool()
    await pool.draw(CHART)
    print(*(worker.pid for worker in pool._started), flush=True)
    await asyncio.Event().wait()

asyncio.run(main())
"""


@pytest.mark.parametrize("group", [False, True], ids=["kill -9 of the parent", "ctrl-c and terminate reach the group"])
def test_the_parents_death_ends_the_process(*, group: bool):
    """Both hold our pipe as standard error: it ends with the last of them."""
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT],
        cwd=Path(__file__).resolve().parents[3],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    with parent:
        pid = int(parent.stdout.readline())
        if group:
            os.kill(pid, signal.SIGINT)
            os.kill(pid, signal.SIGTERM)
        assert not gone(pid)
        parent.kill()
        assert parent.stderr.read() == b""


def test_what_is_no_order_is_answered_and_the_end_of_the_input_is_the_end():
    orders = LENGTH.pack(1) + b"\xc1" + framed(WorkerOrder())
    done = subprocess.run(
        [sys.executable, "-m", "adapters.workers.worker"], input=orders, capture_output=True, check=True
    )
    assert b"ValidationError" in done.stdout or b"DecodeError" in done.stdout
    assert done.stdout.endswith(framed(WorkerAnswer(broken="an empty order")))
    assert done.stderr == b""


def test_the_container_has_room_for_one_of_the_largest_pictures_beside_serving():
    compose = (Path(__file__).resolve().parents[3] / "compose.yaml").read_text("utf-8")
    assert "mem_limit: 1g\n" in compose
    assert MEMORY + SERVING <= 1 << 30
