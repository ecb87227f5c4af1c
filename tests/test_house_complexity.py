"""Bounds on complexity: of functions, and of patterns that stand in the code (longer lists are data).

`pytest tests/test_house_complexity.py -s` prints the most complex function and the longest pattern.
"""

import ast
import re
from collections.abc import Iterator
from typing import NamedTuple

from radon.complexity import cc_visit
from radon.visitors import Class

from tests.house import ROOT, SOURCES, nodes
from tests.house import text as source

RULES, ELSEWHERE = 15, 20  # cyclomatic complexity of a function in bot/domain, and anywhere else
PATTERN, ALTERNATIVES = 120, 12  # characters of a pattern; words of one alternation in it

# Functions over the bound: the most they may have, and why. One that no longer needs its row fails the test.
CROWDED: dict[str, tuple[int, str]] = {}
# Patterns over the bound, by the file they stand in: length, alternatives, and why.
LONG: dict[str, tuple[int, int, str]] = {
    "bot/domain/sightings/labels.py": (400, 60, "the letters of Unicode's confusables.txt, a table and no pattern"),
}


class Measured(NamedTuple):
    """A function or a pattern with its figure."""

    figure: int
    path: str
    name: str


def functions() -> Iterator[Measured]:
    for path in SOURCES:
        for block in cc_visit(source(path)):
            for one in block.methods if isinstance(block, Class) else (block,):
                yield Measured(one.complexity, path.relative_to(ROOT).as_posix(), one.fullname)


def bound(path: str) -> int:
    return RULES if path.startswith("bot/domain/") else ELSEWHERE


def text_of(node: ast.AST) -> str | None:
    """A string as written, with ``{}`` for what is filled in; None for anything else."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = text_of(node.left), text_of(node.right)
        return None if left is None and right is None else f"{left or '{}'}{right or '{}'}"
    return None


def is_pattern(text: str) -> bool:
    looks = re.search(r"\(\?[:=!<Pi]|\\[bdsSwW]|\[\^|\|.*\|", text)
    return bool(looks) and not re.search(r"\| .* \|", text)  # the latter is a row of a table in a document


def patterns() -> Iterator[tuple[str, int, str]]:
    for path in SOURCES:
        skipped = {id(node.value) for node in nodes(path) if isinstance(node, ast.Expr)}  # docstrings
        for node in nodes(path):  # from the outside in: a part of a longer text is not read again
            text = None if id(node) in skipped else text_of(node)
            if text is not None:
                skipped |= {id(part) for part in ast.walk(node)}
                if is_pattern(text):
                    yield path.relative_to(ROOT).as_posix(), node.lineno, text


def alternatives(pattern: str) -> int:
    """The most alternatives on one level of a pattern."""
    counts, most = [1], 1
    for sign in re.findall(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[()|]", pattern, re.DOTALL):
        if sign == "(":
            counts.append(1)
        elif sign == ")" and len(counts) > 1:
            most = max(most, counts.pop())
        elif sign == "|":
            counts[-1] += 1
    return max(most, *counts)


def test_no_function_is_more_complex_than_its_bound() -> None:
    measured = sorted(functions(), reverse=True)
    print("most complex:", *measured[0])
    over = {}
    for one in measured:
        if one.figure > bound(one.path):
            over.setdefault(f"{one.path}:{one.name}", one.figure)
    assert {name: most for name, most in over.items() if most > CROWDED.get(name, (0, ""))[0]} == {}
    assert CROWDED.keys() - over.keys() == set(), "these rows are needed no more"


def test_no_pattern_is_longer_than_its_bound() -> None:
    found = sorted(((len(text), path, line, text) for path, line, text in patterns()), reverse=True)
    print("longest pattern:", *found[0])
    assert [
        (path, line, size, text[:60])
        for size, path, line, text in found
        if size > LONG.get(path, (PATTERN,))[0] or alternatives(text) > LONG.get(path, (0, ALTERNATIVES))[1]
    ] == []
    over = {path for size, path, _, text in found if size > PATTERN or alternatives(text) > ALTERNATIVES}
    assert LONG.keys() - over == set(), "these rows are needed no more"


def test_the_alternatives_of_a_pattern_are_counted_on_each_level() -> None:
    assert alternatives(r"(?:a|b|c)|[|]\||d") == 3
    assert alternatives("x") == 1
