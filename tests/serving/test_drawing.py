"""A picture of the real process is drawn by another one, which is gone when it is, however it ended."""

import subprocess

import pytest

from tests.serving.world import World, faults


def below(pid: int) -> list[str]:
    """The numbers of the processes another one has started."""
    found = subprocess.run(["ps", "-A", "-o", "ppid=,pid="], capture_output=True, text=True, check=True)
    pairs = (line.split() for line in found.stdout.splitlines())
    return [child for parent, child in pairs if parent == str(pid)]


@pytest.mark.parametrize("killed", [False, True], ids=["stopped", "killed"])
async def test_a_picture_comes_from_a_process_that_is_gone_with_the_first(world: World, *, killed: bool):
    await world.serve()
    assert below(world.process.pid) == []
    told = await world.types("odds history", about="spud")
    await world.shown(told)
    assert told.files == ["chart-1.png"]
    assert len(below(world.process.pid)) == 1

    # Both write their errors where the world reads them: it takes a process for ended when neither holds that any more.
    if killed:
        await world.kill()
    else:
        assert await world.stop() == 0
    assert faults(world.said) == []
