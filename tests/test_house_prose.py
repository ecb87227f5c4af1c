"""Docstrings start with a short summary, and comments use plain technical English."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house import ROOT, SOURCES, nodes
from tests.house import text as source

DOCUMENTED = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
SUMMARY = 80  # characters
DESCRIPTION = 100  # in `bot/commands`, where it is what Discord shows of a command
CROSSING = 0.01  # share that may miss the rule, so that two changes that cross do not fail each other
# Packages whose docstrings were written before the limit; what is edited in them is taken off this list.
LONGER = frozenset(
    [
        "adapters/console",
        "adapters/discord",
        "adapters/slack",
        "adapters/web",
        "bot/api",
        "bot/commands/claimcheck",
        "bot/dispatch/plain_words",
        "bot/domain/claims",
        "bot/pages",
        "bot/sources",
    ]
)
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


def texts(path: Path) -> Iterator[tuple[int, str]]:
    """Every docstring and comment of a file with its line; several lines of a docstring are joined."""
    for node in nodes(path):
        if isinstance(node, DOCUMENTED) and (text := ast.get_docstring(node)):
            yield node.body[0].lineno, " ".join(text.split())
    for token in tokenize.generate_tokens(io.StringIO(source(path)).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string


def edited(path: Path) -> bool:
    folders = {parent.as_posix() for parent in path.relative_to(ROOT).parents}
    return not folders & LONGER


def test_a_docstring_starts_with_a_short_summary() -> None:
    long, total = [], 0
    for path in filter(edited, SOURCES):
        limit = DESCRIPTION if "commands" in path.parts else SUMMARY
        for node in nodes(path):
            if isinstance(node, DOCUMENTED) and (text := ast.get_docstring(node)):
                total += 1
                first = text.split("\n", 1)[0]
                assert first.endswith((".", "?", "!", ":")), f"{path.relative_to(ROOT)}: {first}"
                if len(first) > limit:
                    long.append(f"{path.relative_to(ROOT)}:{node.body[0].lineno} {first}")
    assert len(long) <= total * CROSSING, "\n".join(long)


def test_docstrings_and_comments_use_no_retired_idiom() -> None:
    found, total = [], 0
    for path in SOURCES:
        for line, text in texts(path):
            total += 1
            found += [
                f"{path.relative_to(ROOT)}:{line} {match[0]!r}: write {instead!r}"
                for idiom, instead in RETIRED.items()
                if (match := re.search(idiom, text, re.IGNORECASE))
            ]
    assert len(found) <= total * CROSSING, "\n".join(found)


@pytest.mark.parametrize("folder", sorted(LONGER))
def test_an_exempt_folder_exists(folder: str) -> None:
    assert (ROOT / folder).is_dir()
