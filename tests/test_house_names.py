"""Names are the field's nouns, and a class name has one meaning."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from tests.house import ROOT, SOURCES, nodes, place, tree

# Words that named something by a picture or by a bare participle; each has a noun now (CONTRIBUTING, Words).
RETIRED_CLASSES = frozenset(
    [
        "Asked",
        "Came",
        "Found",
        "Heard",
        "Known",
        "Line",
        "Listed",
        "Rulings",
        "Said",
        "Seen",
        "Span",
        "Standing",
        "Studio",
        "Told",
        "Verdict",
    ]
)
RETIRED_MODULES = frozenset(
    [
        "beside",
        "easel",
        "farewell",
        "following",
        "frozen",
        "gate",
        "guard",
        "heard",
        "knowing",
        "listed",
        "newsroom",
        "outside",
        "pacing",
        "pasted",
        "pen",
        "readings",
        "recorded",
        "rulings",
        "said",
        "sayers",
        "seen",
        "shapes",
        "spreads",
        "standings",
        "studio",
        "told",
        "watching",
        "witnesses",
    ]
)
RETIRED_TESTS = RETIRED_MODULES | {"books", "everything", "slice", "weather"}
RETIRED_ATTRIBUTES = frozenset({"asked", "heard", "said", "standing", "told"})
# Attributes that still have such a name; a row that is needed no more fails the test. Yes-or-no ones ("asked: bool")
# are adjectives, and stay.
STILL = {
    "Advance.told": "a column of storage",
    "Alias.standing": "a column of storage",
    "Begun.standing": "the state of a label",
    "Calibration.said": "a figure in words",
    "ClaimCheck.said": "published in the JSON of the web",
    "ClaimOutcome.said": "a figure in words",
    "Digest.told": "a column of storage",
    "DigestPlace.told": "ids of alerts",
    "Figure.said": "published in the JSON of the web",
    "KnownName.standing": "the status of an alias",
    "MarketQuestion.asked": "the model a question is about",
    "NameOf.standing": "published in the JSON of the web",
    "NameReading.standing": "the status of an alias",
    "OutboxDraft.told": "a column of storage",
    "Probability.said": "a figure in words",
    "PublicLabel.told": "the public ledger's row",
    "Quality.said": "a figure in words",
    "ReadAs.said": "how a sentence was read",
    "Reading.said": "how a name was read",
    "Reading.standing": "the status of an alias",
    "Release.said": "a release in words",
    "RunDigestInputs.told": "a column of storage",
    "RungRow.told": "a price that others reported",
    "Signal.said": "a figure in words",
    "SubjectReading.standing": "the status of an alias",
}
# Names of limits that say too little outside their module, and nothing of what is no number or duration.
BARE_LIMITS = frozenset({"FEW", "LONGEST", "MOST", "NAMED", "READ", "SHOWN", "STUCK"})
RETIRED_FUNCTIONS = frozenset({"freeze", "thaw"})
# Class names that two modules may have, and why.
SHARED = {
    "Database": "the protocol of an engine, and SQLite's",
    "Event": "what two venues call it in their own answers",
    "Feed": "what the desk subscribed to, and the one that is served; named in a change of the web's own",
    "GradeRow": "rows of two pages; pages are named in a change of their own",
    "PressedControl": "the same thing on the twins Discord and Slack",
    "Series": "a line of a chart, and what a venue calls it in its own answers",
}


def classes() -> Iterator[tuple[str, str]]:
    for path in SOURCES:
        for node in nodes(path):
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                yield node.name, path.relative_to(ROOT).as_posix()


def test_a_class_name_has_one_meaning() -> None:
    where = defaultdict(list)
    for name, path in classes():
        where[name].append(path)
    assert {name: paths for name, paths in where.items() if len(paths) > 1 and name not in SHARED} == {}
    assert [name for name in SHARED if len(where[name]) < 2] == [], "these are shared no more"


def test_no_public_name_is_a_retired_word() -> None:
    assert [(name, path) for name, path in classes() if name in RETIRED_CLASSES] == []
    modules = [path.relative_to(ROOT).as_posix() for path in SOURCES]
    assert [name for name in modules if Path(name).stem.strip("_") in RETIRED_MODULES] == []
    tests = [place(path) for path in (ROOT / "tests").rglob("*_*.py")]
    assert [name for name in tests if Path(name).stem.partition("_")[2] in RETIRED_TESTS] == []
    functions = [
        (node.name, path.name)
        for path in SOURCES
        for node in nodes(path)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name in RETIRED_FUNCTIONS
    ]
    assert functions == []


def attributes() -> Iterator[str]:
    """Fields, properties and methods of public classes, without those that are true or false."""
    for path in SOURCES:
        for node in nodes(path):
            for part in node.body if isinstance(node, ast.ClassDef) and not node.name.startswith("_") else ():
                kind: ast.expr | None = None
                if isinstance(part, ast.AnnAssign) and isinstance(part.target, ast.Name):
                    name, kind = part.target.id, part.annotation
                elif isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef):
                    name, kind = part.name, part.returns
                else:
                    continue
                if name in RETIRED_ATTRIBUTES and (kind is None or ast.unparse(kind) != "bool"):
                    yield f"{node.name}.{name}"


def test_no_further_attribute_is_a_retired_word() -> None:
    assert sorted(attributes()) == sorted(STILL)


def test_a_private_module_is_imported_by_its_own_package_alone() -> None:
    found = []
    for path in SOURCES:
        folder = place(path).rpartition("/")[0].replace("/", ".")
        for node in nodes(path):
            if isinstance(node, ast.ImportFrom) and node.module and "._" in node.module:
                owner = node.module.partition("._")[0]
                if folder != owner and not folder.startswith(f"{owner}."):
                    found.append(f"{place(path)}: {node.module}")
    assert found == []


def test_a_bare_limit_is_a_number_of_its_own_module() -> None:
    found = []
    for path in SOURCES:
        for node in nodes(path):
            if isinstance(node, ast.ImportFrom):
                found += [f"{place(path)}: {one.name} is imported" for one in node.names if one.name in BARE_LIMITS]
        for node in tree(path).body:
            if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None and not _is_number(node.value):
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                names = [one.id.lstrip("_") for one in targets if isinstance(one, ast.Name)]
                found += [f"{place(path)}: {name} is no number" for name in names if name in BARE_LIMITS]
    assert found == []


def _is_number(value: ast.expr) -> bool:
    """Whether it is written as a number or a duration."""
    if isinstance(value, ast.Call):
        return isinstance(value.func, ast.Name) and value.func.id == "timedelta"
    return isinstance(value, ast.BinOp) or (isinstance(value, ast.Constant) and not isinstance(value.value, str))
