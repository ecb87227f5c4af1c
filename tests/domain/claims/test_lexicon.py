"""Every row of the lexicon takes its example and leaves the other; every type reads its own; a type is one file."""

import json
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from bot.domain.claims import claim_types as types_folder
from bot.domain.claims.claim_types import claim_types
from bot.domain.claims.lexicon import form_tokens, rows
from bot.domain.claims.parse import parse_message
from bot.domain.claims.tokens import tokenise
from bot.plugins import module_names
from tests.domain.claims.reading import names

NOW = datetime(2026, 4, 21, 12, tzinfo=UTC)
ROWS = [row for row in rows() if row.takes]
FAULTS = [json.loads(line) for line in (Path(__file__).parent / "faults.jsonl").read_text("utf-8").splitlines()]
NEW_TYPE = """
from bot.domain.claims.claim_types.base import ClaimType


class _Poems(ClaimType):
    def evidence(self, clause):
        return 9.0 * any(part.norm == "poems" for part in clause.parts)


TYPE = _Poems(name="poems", label="poems", words=frozenset(), keys=frozenset(), examples=("Grok 5 writes poems",))
"""


def holds(row, text):
    norms = [token.norm for token in tokenise(text)]
    made = [form_tokens(form) for form in row.forms]
    return any(tuple(norms[at : at + len(one)]) == one for one in made for at in range(len(norms)))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.file}-{row.name}-{row.forms[0]}")
def test_a_row_takes_its_example_and_leaves_the_other(row):
    assert holds(row, row.takes)
    assert not row.leaves or not holds(row, row.leaves)


def test_every_row_has_both_examples():
    assert [row for row in rows() if not (row.takes and row.leaves)] == []


def test_no_two_benchmarks_share_a_form():
    named = {}
    for row in rows():
        for form in row.forms if row.name == "benchmark" else ():
            named.setdefault(form_tokens(form), set()).add(row.means)
    assert {form: found for form, found in named.items() if len(found) > 1} == {}


@pytest.mark.parametrize("kind", claim_types().values(), ids=lambda kind: kind.name)
def test_a_type_reads_its_examples(kind):
    found = {text: parse_message(text, NOW, names())[0].claim_type for text in kind.examples}
    assert kind.examples
    assert set(found.values()) == {kind.name}, found


def test_a_type_is_added_as_one_file(tmp_path, monkeypatch):
    (tmp_path / "poems.py").write_text(NEW_TYPE, "utf-8")
    monkeypatch.setattr(types_folder, "__path__", [*types_folder.__path__, str(tmp_path)])
    forget = (module_names.cache_clear, claim_types.cache_clear)
    for each in forget:
        each()
    try:
        (example,) = claim_types()["poems"].examples
        assert parse_message(example, NOW, names())[0].claim_type == "poems"
    finally:
        monkeypatch.undo()
        for each in forget:
            each()


@pytest.mark.parametrize("row", FAULTS, ids=lambda row: row["text"])
async def test_what_once_went_wrong_is_right(row, talk, request):
    if row.get("open"):
        request.applymarker(pytest.mark.xfail(reason="still wrong", strict=True))
    chat = talk(datetime.combine(date.fromisoformat(row["at"]), time(12), UTC).isoformat())
    data = (await chat.say(f'claimcheck ask "{row["text"]}"')).data
    assert bool(data.get("checkable")) is row["checkable"]
    if not row["checkable"]:
        return
    first = data["claims"][0] if data.get("claims") else data
    assert first["claim_type"] == row["type"]
    assert first["subject"] == row["subject"]
    assert first["polarity"] == row.get("polarity", "+")
    if "value" in row:
        assert first["value"] == row["value"]
    if "deadline" in row:
        assert first["deadline"].isoformat() == row["deadline"]
    if row.get("truth") is False:
        assert first["grade"] not in ("CONFIRMED", "SUPPORTED")
    if row.get("truth") is True:
        assert first["grade"] != "CONTRADICTED"
