"""A step that was shipped is never edited: what it makes of a database is known by heart here."""

import ast
import hashlib
import json
from pathlib import Path

import pytest
from sqlite_utils import Database

from storage import migrations
from storage.migrations import m0007_outbox, m0061_checklist_section, m0892_posted_by_slack

FOLDER = Path(migrations.__file__).parent
# The code of each step without its words (docstrings and comments may be mended). A new step adds its line; a line that
# stands here changes only together with a database of that version that is shown to be brought up to date.
HASHES = Path(__file__).with_name("migration_hashes.txt")


def code_hash(file: Path) -> str:
    """The hash of a module's code without docstrings and comments."""
    tree = ast.parse(file.read_text("utf-8"))
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if (
            isinstance(body, list)
            and body
            and isinstance(body[0], ast.Expr)
            and isinstance(body[0].value, ast.Constant)
        ):
            body[0].value.value = ""
    return hashlib.sha256(ast.dump(tree).encode()).hexdigest()[:16]


def known() -> dict[str, str]:
    return dict(line.split() for line in HASHES.read_text("utf-8").splitlines())


@pytest.mark.parametrize("name", migrations.names())
def test_a_shipped_step_is_as_it_was(name: str) -> None:
    assert known().get(name) == code_hash(FOLDER / f"{name}.py"), f"{name}: a step is added, never edited"


def test_no_step_is_taken_away() -> None:
    assert sorted(known()) == sorted(migrations.names())


def test_a_digest_keeps_its_sections_under_their_new_name() -> None:
    db = Database(memory=True)
    wish = json.dumps({"wish": {"sections": ["corrections", "five waits"]}})
    db["subscriptions"].insert({"id": 1, "kind": "digest", "wish": wish})
    m0061_checklist_section.apply(db)
    [(kept,)] = db.execute("SELECT wish FROM subscriptions").fetchall()
    assert json.loads(kept)["wish"]["sections"] == ["corrections", "release checklist"]


def test_what_slack_was_left_to_post_counts_as_posted() -> None:
    db = Database(memory=True)
    m0007_outbox.apply(db)
    filled = dict.fromkeys((one.name for one in db["outbox"].columns if one.notnull), 0)
    db["outbox"].insert_all(
        filled | {"id": n, "key": n, "state": state, "not_before": 7, "settled_at": None}
        for n, state in enumerate(("scheduled", "ready"), 1)
    )
    m0892_posted_by_slack.apply(db)
    assert db.execute("SELECT state, settled_at FROM outbox ORDER BY id").fetchall() == [("sent", 7), ("ready", None)]
