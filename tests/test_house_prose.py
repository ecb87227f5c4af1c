"""Docstrings start with a short summary, and comments use plain technical English."""

import ast
import io
import re
import tokenize
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.house import ROOT, SOURCES, nodes, place
from tests.house import text as source

DOCUMENTED = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
SUMMARY = 80  # characters
DESCRIPTION = 100  # in `bot/commands`, where it is what Discord shows of a command
# Packages with docstrings that are longer, and how many may be. A number only falls: what is edited there is shortened,
# and the number lowered in the same change.
LONGER = {
    "bot/dispatch/plain_words": 190,
    "bot/domain/claims": 319,
}
# Idioms of a dialect, each with the words to use instead.
RETIRED = {
    r"\bcosts? (only |but )?(itself|themselves)\b": "is skipped, does not affect the others",
    r"\b(somebody|somebody else) (was|is) faster\b": "another process was first",
    r"\b(is|are|was|were) told twice\b": "is reported once",
    r"\b(what )?stood there\b": "the previous content",
    r"\bin vain\b": "without a result",
    r"\btak(e|es|en|ing) apart\b": "parse",
    r"\bfor (the )?eyes\b": "human-readable",
    r"\blets? go of\b": "release, close",
    r"\bthe one door\b": "the entry point",
    r"\b(bore|borne|bears?) out\b": "confirm",
    r"\blikewise\b": "the same reason in its own words",
    r"\bwhat (became|came) of\b": "the result, the outcome",
    r"\bof its own accord\b": "automatically",
    r"\bmend(s|ed|ing)?\b": "fix, repair, correct",
}
PAGES = [*ROOT.glob("*.md"), *ROOT.glob(".github/**/*.md"), *ROOT.glob("tests/**/*.md")]


def texts(path: Path) -> Iterator[tuple[int, str]]:
    """Every docstring and comment of a file with its line; several lines of a docstring are joined."""
    for node in nodes(path):
        if isinstance(node, DOCUMENTED) and (text := ast.get_docstring(node)):
            yield node.body[0].lineno, " ".join(text.split())
    for token in tokenize.generate_tokens(io.StringIO(source(path)).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string


def package(path: Path) -> str:
    """The package of the list above that a file belongs to; '' for all others, which keep the limit."""
    return next((one for one in LONGER if place(path).startswith(f"{one}/")), "")


def test_a_docstring_starts_with_a_short_summary() -> None:
    long: dict[str, list[str]] = {one: [] for one in ("", *LONGER)}
    for path in SOURCES:
        limit = DESCRIPTION if "commands" in path.parts else SUMMARY
        for node in nodes(path):
            if isinstance(node, DOCUMENTED) and (text := ast.get_docstring(node)):
                first = text.split("\n", 1)[0]
                assert first.endswith((".", "?", "!", ":")), f"{place(path)}: {first}"
                if len(first) > limit:
                    long[package(path)].append(f"{place(path)}:{node.body[0].lineno} {first}")
    assert long.pop("") == []
    assert {one: f"{len(long[one])}, of {most}" for one, most in LONGER.items() if len(long[one]) > most} == {}


def retired(where: str, text: str) -> list[str]:
    """The retired idioms of a text, each with what to write instead."""
    return [
        f"{where} {match[0]!r}: write {instead!r}"
        for idiom, instead in RETIRED.items()
        for match in re.finditer(idiom, text, re.IGNORECASE)
    ]


def named(path: Path) -> Iterator[tuple[int, str]]:
    """Every function and class of a file with its line, as words."""
    for node in nodes(path):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.lineno, node.name.replace("_", " ")


@pytest.mark.parametrize("written", [texts, named])
def test_docstrings_comments_and_names_use_no_retired_idiom(
    written: Callable[[Path], Iterator[tuple[int, str]]],
) -> None:
    found = [one for path in SOURCES for line, text in written(path) for one in retired(f"{place(path)}:{line}", text)]
    assert found == []


@pytest.mark.parametrize("page", PAGES, ids=place)
def test_a_document_uses_no_retired_idiom(page: Path) -> None:
    assert retired(place(page), page.read_text("utf-8")) == []


@pytest.mark.parametrize("folder", LONGER)
def test_an_exempt_folder_exists(folder: str) -> None:
    assert (ROOT / folder).is_dir()
