"""The house: a refusal says what to do next."""

import ast
from pathlib import Path

ROOT = Path(__file__).parents[1]
REFUSALS = frozenset({"BadArgument", "NotFound", "AmbiguousArgument", "NotAllowed", "TooMuch", "Conflict"})
STEPS = frozenset({"todo", "choices", "instead"})  # arguments that say what to do
PASSED_ON = frozenset(
    {"adapters/mcp/tools.py", "adapters/web/api_server.py", "adapters/web/server.py"}
)  # an answer's own


def test_a_refusal_says_what_to_do_next() -> None:
    bare = []
    for path in (file for top in ("bot", "adapters") for file in sorted((ROOT / top).rglob("*.py"))):
        name = str(path.relative_to(ROOT))
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            call = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in REFUSALS
            if call and name not in PASSED_ON and STEPS.isdisjoint(one.arg for one in node.keywords):
                bare.append(f"{name}:{node.lineno}")
    assert bare == []
