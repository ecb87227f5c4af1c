"""The files that the house's own tests look at, each read and parsed once for all of them."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCES = sorted(path for folder in ("bot", "adapters", "storage") for path in (ROOT / folder).rglob("*.py"))


@cache
def text(path: Path) -> str:
    """A file's text."""
    return path.read_text("utf-8")


@cache
def tree(path: Path) -> ast.Module:
    """A file's syntax tree, which nobody changes."""
    return ast.parse(text(path))


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """All nodes of a file's tree, from the outside in."""
    return tuple(ast.walk(tree(path)))


def place(path: Path) -> str:
    """A file's path in the repository."""
    return path.relative_to(ROOT).as_posix()
