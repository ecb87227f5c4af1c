"""Commands keep to their steps: gather reads, answer decides; errors are data; a button runs what exists."""

import ast
from collections.abc import Iterator

import pytest
from radon.complexity import cc_visit
from radon.visitors import Class

from bot.dispatch.registry import CommandRegistry
from tests.house import ROOT, nodes, text

CORE = sorted((ROOT / "bot").rglob("*.py"))
COMMANDS = sorted((ROOT / "bot/commands").rglob("*.py"))
PLAIN = 5  # complexity of a gather that only reads, chooses between two reads, and says that nothing is there
# Gathers that branch more than their answer: by how much at most, and why. A row that is not needed fails the test.
BRANCHED = {
    "ReportSighting": (7, "a form: which record is read next depends on the step and on the draft"),
}
CONTROLS = {"Action", "Button", "Form", "Menu"}  # what a platform draws for a person to press
RULES = ("bot/domain", "bot/messages/errors.py", "bot/ports", "bot/queries", "bot/sources")


def excess() -> Iterator[tuple[str, int]]:
    """By how much the gather of each command is more complex than its answer."""
    for path in COMMANDS:
        for block in cc_visit(text(path)):
            steps = {one.name: one.complexity for one in block.methods} if isinstance(block, Class) else {}
            if steps.get("gather", 0) > PLAIN and steps["gather"] > steps.get("answer", 0):
                yield block.name, steps["gather"] - steps.get("answer", 0)


def test_a_gather_awaits_nothing_but_a_picture() -> None:
    """Reads of the ports do not wait; what waits is a write, and those belong to `reserve` and `keep`."""
    awaited = {
        ast.unparse(part.value.func)
        for path in COMMANDS
        for node in nodes(path)
        if isinstance(node, ast.AsyncFunctionDef) and node.name == "gather"
        for part in ast.walk(node)
        if isinstance(part, ast.Await) and isinstance(part.value, ast.Call)
    }
    assert awaited == {"ports.pictures.read"}


def test_a_gather_branches_no_more_than_its_answer() -> None:
    found = dict(excess())
    assert {name: most for name, most in found.items() if most > BRANCHED.get(name, (0, ""))[0]} == {}
    assert BRANCHED.keys() - found.keys() == set(), "these rows are needed no more"


@pytest.mark.parametrize("room", RULES)
def test_rules_and_errors_know_no_buttons(room: str) -> None:
    """They name what may work instead (`Alternative`); the reply makes buttons of it."""
    there = ROOT / room
    for path in [there] if there.suffix else sorted(there.rglob("*.py")):
        for node in nodes(path):
            if isinstance(node, ast.ImportFrom) and node.module == "bot.messages.reply":
                assert not CONTROLS & {alias.name for alias in node.names}, path


def text_of(node: ast.AST | None) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def keys_of(nodes: list[ast.expr]) -> list[str]:
    """The literal keys of dicts and items of tuples among some arguments."""
    parts = [part for node in nodes if isinstance(node, ast.Dict) for part in node.keys]
    parts += [part for node in nodes if isinstance(node, ast.Tuple) for part in node.elts]
    return [text for part in parts if (text := text_of(part))]


def ordered(call: ast.Call) -> tuple[str, list[str]]:
    """The command that a call builds an order for, and the options it gives; '' if it builds none."""
    args = [*call.args, None, None, None, None, None]
    match ast.unparse(call.func).rpartition(".")[2]:
        case "order":
            return text_of(args[0]), [word.arg for word in call.keywords if word.arg]
        case "Form":
            return text_of(args[1]), keys_of(call.args[2:])
        case "Alternative":
            return text_of(args[2]), keys_of(call.args[1:2])
        case "alternatives":
            return text_of(args[2]), [text_of(args[1])]
        case "one_reading":
            return text_of(args[4]), [text_of(args[3])]
    return "", []


def test_every_button_runs_a_command_that_exists_with_options_that_it_has() -> None:
    commands, wrong, seen = CommandRegistry(), [], 0
    for path in CORE:
        for call in nodes(path):
            name, given = ordered(call) if isinstance(call, ast.Call) else ("", [])
            if name:
                kind = commands.resolve(name)
                seen += 1
                unknown = set(given) - {opt.name for opt in kind.options} - set(kind.former)
                wrong += [f"{path.relative_to(ROOT)}:{call.lineno} {name} has no {one!r}" for one in sorted(unknown)]
    assert wrong == []
    assert seen > 200
