"""The page of promises names only what there is, says each once, and leaves no safety test or bench out."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]
PAGE = (TESTS / "README.md").read_text("utf-8")
FIGURES = (TESTS / "bench/README.md").read_text("utf-8")
PROMISES = ("| promise |", "| threat |")
LONGEST = 350  # lines that a reviewer reads in one sitting, beside the table of benches
PATHS = sorted(set(re.findall(r"`((?:[\w-]+/)*[\w-]+\.\w+)`", PAGE + FIGURES)))
COMMANDS = sorted(set(re.findall(r"python -m (tests\.[\w.]*\w)", PAGE + FIGURES)) - {"tests.bench.bench_NAME"})


def tables(page: str) -> list[list[str]]:
    """Each table of a page, as its lines."""
    return [table.splitlines() for table in re.findall(r"(?:^\|.*\n)+", page, re.MULTILINE)]


def promised(page: str) -> list[str]:
    """The rows of promises and threats."""
    return [row for table in tables(page) if table[0].startswith(PROMISES) for row in table[2:]]


def measured(page: str) -> list[str]:
    """The table of one run of all benches."""
    return next(table for table in tables(page) if table[0].startswith("| bench | figure |"))


@pytest.mark.parametrize("path", PATHS)
def test_every_path_on_the_page_exists(path):
    assert (TESTS / path).is_file()


@pytest.mark.parametrize("module", COMMANDS)
def test_every_module_on_the_page_exists(module):
    path = TESTS.parent / module.replace(".", "/")
    assert path.with_suffix(".py").is_file() or (path / "__main__.py").is_file()


def test_every_bench_and_every_safety_test_is_on_a_page():
    benches = {path.stem.removeprefix("bench_") for path in (TESTS / "bench").glob("bench_*.py")}
    named = {row.split("|")[1].strip() for row in measured(PAGE)[2:]} - {""}
    assert named <= benches
    assert benches == named | set(re.findall(r"tests\.bench\.bench_([a-z]+)", FIGURES))
    assert {f"safety/{path.name}" for path in (TESTS / "safety").glob("test_*.py")} <= set(PATHS)


def test_every_promise_stands_once_and_names_a_proof():
    rows = promised(PAGE)
    for row in rows:
        assert re.search(r"`[\w/]+(?:\.py|/)`|`python -m ", row), row
    said = sorted(row.split("|")[1].strip() for row in rows)
    assert [one for one, other in pairwise(said) if one == other] == []


@pytest.mark.parametrize("page", [PAGE, FIGURES], ids=["promises", "figures"])
def test_every_row_stands_below_the_header_of_its_table(page):
    for table in tables(page):
        assert re.fullmatch(r"\|(?:-+\|)+", table[1]), table[0]
        assert {row.count("|") for row in table} == {table[0].count("|")}, table[0]


def test_the_page_is_read_in_one_sitting():
    assert len(PAGE.splitlines()) - len(measured(PAGE)) <= LONGEST
