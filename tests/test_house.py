"""The house keeps its own rules."""

import ast
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from adapters.__main__ import verbs
from bot.dispatch.registry import CommandRegistry
from bot.settings import known
from tests.house import ROOT, SOURCES, nodes, place, text, tree

README = ROOT / "README.md"
DOCS = ROOT / ".github" / "docs"
LINES = 400  # of one file
MODULES = 16  # of one folder
LISTS = {  # folders that may hold more, and why
    "adapters/cli": "a file a verb of the command line",
    "adapters/slack": "the twins' files and what only Slack has; what speaks to Slack stands in transport",
    "bot/sources/vendors": "a file a page of a vendor",
    "storage/migrations": "steps of a sequence",
}


@cache
def said_in_tests() -> list[str]:
    """What tests hand to something: the strings among the arguments of their calls, and in their lists of cases."""
    found = []
    for path in (ROOT / "tests").rglob("test_*.py"):
        for node in nodes(path):
            inside = [*node.args, *node.keywords] if isinstance(node, ast.Call) else getattr(node, "elts", ())
            for one in inside:
                value = one.value if isinstance(one, ast.keyword) else one
                first = value.values[0] if isinstance(value, ast.JoinedStr) and value.values else value
                found += [first.value] if isinstance(first, ast.Constant) and isinstance(first.value, str) else []
    return found


@pytest.mark.parametrize("kind", CommandRegistry().all(), ids=lambda kind: kind.name)
def test_every_command_is_documented_and_talked_to_in_a_test(kind: type) -> None:
    assert f"`/{kind.usage()}`" in (DOCS / "commands.md").read_text("utf-8")
    top, _, sub = kind.name.partition(" ")
    default = CommandRegistry().tree[top][:1] == (sub,)
    words = rf"{re.escape(top)}( {re.escape(sub)})?( |$)" if default else rf"{re.escape(top)} {re.escape(sub)}\b"
    assert any(re.match(f"/?{words}", text) for text in said_in_tests()), f"no test says {kind.name}"


@pytest.mark.parametrize("name", sorted(known()))
def test_every_setting_is_documented(name: str) -> None:
    assert f"`{name}`" in (DOCS / "settings.md").read_text("utf-8")


def test_a_file_fits_in_one_sitting() -> None:
    assert [place(path) for path in SOURCES if len(text(path).splitlines()) > LINES] == []


def test_a_folder_fits_on_one_screen() -> None:
    folders = {path.parent.relative_to(ROOT).as_posix() for path in SOURCES} - LISTS.keys()
    counts = {folder: sum(one.name != "__init__.py" for one in (ROOT / folder).glob("*.py")) for folder in folders}
    assert {folder: n for folder, n in counts.items() if n > MODULES} == {}


def test_nobody_asks_the_machine_for_the_time() -> None:
    asked = {"datetime.now", "datetime.utcnow", "time.time", "date.today", "time.sleep"}
    found = []
    for path in SOURCES:
        if path.name == "clock.py" or "cli" in path.parts or path.name == "local_checks.py":
            continue  # where a clock is made, and where a person at a terminal is
        for node in nodes(path):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                called = ast.unparse(node.func)
                found += [f"{place(path)}:{node.lineno} {called}"] if called in asked else []
    assert found == []


def test_no_format_of_time_that_only_some_systems_know() -> None:
    """Windows has no `%-d`: `bot.domain.time.format_time` writes a day without a zero everywhere."""
    assert [place(path) for path in SOURCES if re.search(r"%-[a-zA-Z]", text(path))] == []


def test_importing_does_nothing_but_define() -> None:
    assert [
        f"{place(path)}:{node.lineno}"
        for path in SOURCES
        if path.name != "__main__.py"
        for node in tree(path).body
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)
    ] == [], "these lines call something while they are imported"


def test_help_imports_no_chat_library_and_nothing_heavy() -> None:
    heavy = ("discord", "slack_bolt", "aiohttp", "pydantic", "sqlite_utils", "PIL", "msgspec", "ast")
    code = (
        "import sys; from adapters.__main__ import parser; parser().format_help(); "
        f"print([name for name in {heavy} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.strip() == "[]"


def test_help_says_of_each_verb_what_its_module_says_first() -> None:
    for name, said in verbs().items():
        [file] = (ROOT / "adapters/cli").glob(f"{name}*.py")
        assert said
        assert said == (ast.get_docstring(tree(file)) or "").partition("\n")[0].rstrip(".")


def test_an_answer_from_a_warm_database_imports_nothing_it_does_not_need(ledger_file: Path) -> None:
    heavy = (
        "discord",
        "slack_bolt",
        "slack_sdk",
        "aiohttp",
        "pydantic",
        "sqlite_utils",
        "PIL",
        "feedparser",
        "wcwidth",
    )
    ask = ["ask", "--database", str(ledger_file), "--at", "2026-04-21T12:00Z", "/odds spud"]
    code = (
        f"import sys; from adapters.__main__ import main; main({ask}); "
        f"print([name for name in {heavy} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_the_readme_is_one_page_and_every_link_of_the_documents_leads_somewhere() -> None:
    assert README.stat().st_size <= 10_000
    for page in [README, *DOCS.glob("*.md"), *ROOT.glob("tests/**/README.md"), *(ROOT / ".github").glob("*.md")]:
        for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text("utf-8")):
            path, _, anchor = target.partition("#")
            if "://" in target or "example" in target:
                continue
            there = (page.parent / path).resolve() if path else page
            assert there.exists(), f"{page.name}: {target}"
            if anchor:
                titles = re.findall(r"^#+ (.*)$", there.read_text("utf-8"), re.MULTILINE)
                slugs = {re.sub(r"[^\w -]", "", title).strip().lower().replace(" ", "-") for title in titles}
                assert anchor in slugs, f"{page.name}: {target}"


def test_a_digit_is_one_that_int_takes() -> None:
    """`isdigit` holds of ² and ①, which `int` refuses; `isdecimal` holds of what it takes."""
    assert [
        f"{place(path)}:{node.lineno}"
        for path in SOURCES
        for node in nodes(path)
        if isinstance(node, ast.Attribute) and node.attr in {"isdigit", "isnumeric"}
    ] == []


def test_a_silenced_rule_has_its_reason_beside_it() -> None:
    assert [
        f"{place(path)} {mark}"
        for path in SOURCES
        for mark in re.findall(r"# (?:noqa|type: ignore).*", text(path))
        if mark.startswith("# noqa") and not re.match(r"# noqa: [A-Z0-9, ]+ --? \S", mark)
    ] == []


def test_a_module_gives_a_name_one_meaning() -> None:
    """A constant bound a second time further down silently changes every function that uses the first."""
    twice = []
    for path in SOURCES:
        bound: list[str] = []
        for node in tree(path).body:
            if isinstance(node, ast.Assign):
                bound += [target.id for target in node.targets if isinstance(target, ast.Name)]
            elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
                bound.append(node.target.id)
        twice += [f"{place(path)} {name}" for name in sorted(set(bound)) if bound.count(name) > 1]
    assert twice == []


def test_nothing_is_imported_from_a_test() -> None:
    """What two tests need stands in a module of its own, and pytest runs no test twice."""
    shared = re.compile(r"^\s*(?:from|import) tests[\w.]*\.test_", re.MULTILINE)
    assert [place(path) for path in (ROOT / "tests").rglob("*.py") if shared.search(text(path))] == []


def test_a_module_of_tests_says_what_it_is_about() -> None:
    modules = (ROOT / "tests").rglob("test_*.py")
    assert [place(path) for path in modules if not ast.get_docstring(tree(path))] == []
