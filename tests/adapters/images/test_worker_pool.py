"""Pictures from processes of their own: what is killed, hangs or is a bomb costs itself, and nobody is left behind."""

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from adapters.images.line_chart import draw
from adapters.images.worker import LENGTH, MEMORY, Answer, Order, framed
from adapters.images.worker_pool import ENVIRONMENT, Studio
from bot.messages.errors import BadArgument, OurFault, TooMuch
from bot.messages.reply import Branch, Chart, Series, Spread, Tree
from tests.adapters.images.test_uploads import drawing, encoded, png_header
from tests.gallery import CHART, NOW

SPREAD = Spread("Runs", (0.4, float("nan"), 0.6, 1e300), (("best", 0.6),), "own runs", "%")
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
async def studio(limits):
    made = Studio(limits)
    yield made
    await made.close()


def gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


@pytest.mark.parametrize("picture", [CHART, SPREAD, TREE, Chart("none", (), "nothing")], ids=lambda one: one.title)
async def test_a_picture_is_the_one_drawn_here(studio, picture):
    assert await studio.draw(picture) == draw(picture)


async def test_nothing_is_started_before_the_first_picture_and_one_process_draws_them_all(studio):
    assert not studio._started
    for _ in range(3):
        await studio.draw(CHART)
    assert len(studio._started) == 1


async def test_an_upload_is_read_as_here_and_refused_in_the_same_words(studio):
    made = await studio.read(encoded(drawing(), "JPEG"), "shot.jpg")
    assert (made.media_type, made.width, made.height) == ("image/jpeg", 320, 200)
    with pytest.raises(TooMuch, match="too many pixels"):
        await studio.read(png_header(60_000, 60_000))
    with pytest.raises(BadArgument, match="not a picture") as refused:
        await studio.read(b"%PDF-1.7", "paper.pdf")
    assert (refused.value.why, refused.value.todo) == (
        "paper.pdf was not stored.",
        "Send a PNG, JPEG or WebP, or a link.",
    )
    assert len(studio._started) == 1


async def test_a_process_killed_meanwhile_costs_its_picture_and_is_replaced(studio, limits):
    await studio.draw(CHART)
    await limits.given.get()
    [easel] = studio._started
    os.kill(easel.pid, signal.SIGSTOP)
    lost = asyncio.create_task(studio.draw(CHART))
    await limits.given.get()
    os.kill(easel.pid, signal.SIGKILL)
    with pytest.raises(OurFault, match="could not be made"):
        await lost
    assert await studio.draw(CHART) == draw(CHART)
    assert await easel.wait() == -signal.SIGKILL


async def test_one_that_died_between_two_pictures_costs_none(studio):
    await studio.draw(CHART)
    [easel] = studio._started
    easel.kill()
    await easel.wait()
    assert await studio.draw(CHART) == draw(CHART)


async def test_one_that_hangs_delays_nobody_and_ends_when_its_time_is_over(studio, limits):
    await studio.draw(CHART)
    await limits.given.get()
    [easel] = studio._started
    os.kill(easel.pid, signal.SIGSTOP)
    hangs = asyncio.create_task(studio.read(encoded(drawing())))
    its = await limits.given.get()
    assert await studio.draw(CHART) == draw(CHART)
    its.reschedule(AT_ONCE)
    with pytest.raises(BadArgument, match="could not read that picture"):
        await hangs
    assert await easel.wait() == -signal.SIGKILL
    assert await studio.draw(TREE) == draw(TREE)


async def test_more_than_two_wait_their_turn_and_all_are_drawn(studio):
    drawn = await asyncio.gather(*(studio.draw(CHART) for _ in range(7)))
    assert drawn == [draw(CHART)] * 7
    assert len(studio._started) == 2


async def test_who_is_called_off_takes_the_process_along(studio, limits):
    """Its answer would be taken for the next picture's."""
    await studio.draw(TREE)
    await limits.given.get()
    [easel] = studio._started
    os.kill(easel.pid, signal.SIGSTOP)
    called_off = asyncio.create_task(studio.draw(TREE))
    await limits.given.get()
    called_off.cancel()
    await asyncio.gather(called_off, return_exceptions=True)
    assert await studio.draw(CHART) == draw(CHART)
    assert await easel.wait() == -signal.SIGKILL


@pytest.mark.parametrize("of", ["draw", "read"])
async def test_a_process_that_cannot_be_started_is_said_as_any_lost_picture(studio, monkeypatch, of):
    monkeypatch.setattr("adapters.images.worker_pool.PROGRAM", ("/nowhere/python",))
    with pytest.raises(OurFault if of == "draw" else BadArgument, match="could not"):
        await (studio.draw(CHART) if of == "draw" else studio.read(encoded(drawing())))
    monkeypatch.undo()
    assert await studio.draw(CHART) == draw(CHART)


async def test_nothing_is_started_behind_a_stop(studio, limits):
    await asyncio.gather(studio.draw(CHART), studio.draw(TREE))
    for easel in studio._started:
        os.kill(easel.pid, signal.SIGSTOP)
    waiting = [asyncio.create_task(studio.draw(CHART)) for _ in range(3)]
    for _ in range(4):
        await limits.given.get()
    await studio.close()
    assert [type(one) for one in await asyncio.gather(*waiting, return_exceptions=True)] == [OurFault] * 3
    assert all(easel.returncode is not None for easel in studio._started)


async def test_a_clean_stop_leaves_no_process(studio):
    await asyncio.gather(studio.draw(CHART), studio.draw(TREE))
    pids = [easel.pid for easel in studio._started]
    assert len(pids) == 2
    await studio.close()
    assert all(map(gone, pids))


async def test_what_breaks_in_drawing_is_logged_and_breaks_nothing_else(studio, caplog):
    odd = Chart("odd", (Series("a", ((NOW, 0.5),)),), "alt", unit=7)
    with pytest.raises(OurFault):
        await studio.draw(odd)
    assert "picture not made" in caplog.text
    assert await studio.draw(CHART) == draw(CHART)


async def test_no_token_and_no_open_file_is_inherited_and_memory_is_bounded(studio, monkeypatch, tmp_path):
    monkeypatch.setenv("SPUDWATCH_DISCORD__TOKEN", "do not tell")
    with (tmp_path / "a.db").open("wb") as held:
        os.set_inheritable(held.fileno(), True)
        await studio.draw(TREE)
        [easel] = studio._started
        proc = Path(f"/proc/{easel.pid}")
        if not proc.exists():
            pytest.skip("this system does not show what a process holds")
        names = {entry.partition(b"=")[0].decode() for entry in (proc / "environ").read_bytes().split(b"\0") if entry}
        assert names <= set(ENVIRONMENT)
        assert sorted(path.name for path in (proc / "fd").iterdir()) == ["0", "1", "2"]
        assert f"Max address space         {MEMORY}" in (proc / "limits").read_text("ascii")
        assert (proc / "oom_score_adj").read_text("ascii").strip() == "1000"


PARENT = """
import asyncio, sys
from adapters.images.worker_pool import Studio
from tests.gallery import CHART

async def main():
    studio = Studio()
    await studio.draw(CHART)
    print(*(easel.pid for easel in studio._started), flush=True)
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
    orders = LENGTH.pack(1) + b"\xc1" + framed(Order())
    done = subprocess.run(
        [sys.executable, "-m", "adapters.images.worker"], input=orders, capture_output=True, check=True
    )
    assert b"ValidationError" in done.stdout or b"DecodeError" in done.stdout
    assert done.stdout.endswith(framed(Answer(broken="an empty order")))
    assert done.stderr == b""


def test_the_container_has_room_for_one_of_the_largest_pictures_beside_serving():
    compose = (Path(__file__).resolve().parents[3] / "compose.yaml").read_text("utf-8")
    assert "mem_limit: 1g\n" in compose
    assert MEMORY + SERVING <= 1 << 30
