"""The page of promises names only what there is, and leaves no safety test or bench out."""

import re
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]
PAGE = (TESTS / "README.md").read_text("utf-8")
PATHS = sorted(set(re.findall(r"`((?:[\w-]+/)*[\w-]+\.\w+)`", PAGE)))
COMMANDS = sorted(set(re.findall(r"python -m (tests\.bench\.[\w.]+)", PAGE)))  # `tests.bench` itself runs them all


@pytest.mark.parametrize("path", PATHS)
def test_every_path_on_the_page_exists(path):
    assert (TESTS / path).is_file()


@pytest.mark.parametrize("module", COMMANDS)
def test_every_bench_on_the_page_exists(module):
    assert (TESTS.parent / f"{module.replace('.', '/')}.py").is_file()


def test_every_bench_and_every_safety_test_is_on_the_page():
    assert {f"tests.bench.{path.stem}" for path in (TESTS / "bench").glob("bench_*.py")} == set(COMMANDS)
    assert {f"safety/{path.name}" for path in (TESTS / "safety").glob("test_*.py")} <= set(PATHS)


def test_every_row_names_a_proof():
    # A table of blind sets, of one run of a bench or of heights holds figures, not promises.
    page = re.sub(r"\| (?:set|the same question again|card|bench \| figure) \|.*?(?=\n\n)", "", PAGE, flags=re.DOTALL)
    for line in page.splitlines():
        if line.startswith("| ") and not line.startswith(("| promise", "| threat", "| figure", "| bench |")):
            assert re.search(r"`[\w/]+\.py`|`python -m ", line), line
