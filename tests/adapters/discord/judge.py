"""Discord's own rules as a judge."""

import atexit
import subprocess
import sys
from functools import cache
from typing import Any

import pytest

from tests import judges
from tests.shared import shared_tool


@cache
def judge() -> Any:
    """Discord's own OpenAPI document and the documented limits it leaves out; skips where they do not lie.

    Where npm's judges are brought, @discordjs/builders judges, too.
    """
    folder = shared_tool("validators/discord_validate.py").parent
    pytest.importorskip("jsonschema_rs", reason="the judge's own libraries are installed beside it")
    sys.path.insert(0, str(folder))
    try:
        from discord_validate import Judge  # noqa: PLC0415 - only where it lies
    finally:
        sys.path.remove(str(folder))
    node = judges.brought()
    made = Judge(node=node, **({"modules": str(judges.of_npm("@discordjs/builders").parents[2])} if node else {}))
    if made.node is not None:
        atexit.register(_end, made.node.p)
    return made


def _end(program: "subprocess.Popen[str]") -> None:
    with program:
        program.kill()
