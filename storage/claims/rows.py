"""Claims and evidence as rows, and back: the only place that spells their columns."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from bot.domain.evidence.evidence import Basis, Claim, ClaimOutcome, Evidence, EvidenceForm, Statement, Value
from storage.claims.search import index_claim
from storage.engines import DbRow, Writer
from storage.rows import dumps, from_db, maybe_from_db, maybe_to_db, to_db


def insert_claim(db: Writer, claim: Claim, number: int, by: str) -> None:
    """Write a claim under its number."""
    said = claim.statement
    assert claim.so_at is not None  # noqa: S101 - narrows for the type checker
    assert claim.learned_at is not None  # noqa: S101 - every claim that is stored was learned
    db.execute(
        "INSERT INTO claims VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)",
        [
            number,
            claim.id,
            claim.tenant,
            claim.text,
            *statement_columns(said).values(),
            dumps(list(claim.aliases)),
            to_db(claim.so_at),
            to_db(claim.learned_at),
            claim.source,
            by,
        ],
    )
    index_claim(db, number, claim.text, dumps(list(claim.aliases)), said.subject)


def statement_columns(said: Statement) -> dict[str, object]:
    """The columns of a claim's row that hold its statement, in their order."""
    return {
        "type": said.type,
        "subject": said.subject,
        "object": said.object,
        "comparator": said.comparator,
        "benchmark": said.benchmark,
        "polarity": said.polarity,
        "statement": dumps(to_json(said)),
    }


def delete_evidence(db: Writer, name: str) -> None:
    """Delete an item with its index rows."""
    for table in ("evidence_subjects", "evidence_claims", "citations"):
        db.execute(f"DELETE FROM {table} WHERE evidence = ?", [name])  # noqa: S608 - constants of ours
    db.execute("DELETE FROM evidence WHERE id = ?", [name])


def insert_evidence(db: Writer, item: Evidence, number: int) -> None:
    """Insert an item with its index rows: subjects, citations, linked claims."""
    body = {
        "quote": item.quote,
        "says": [to_json(said) for said in item.says],
        "cites": list(item.cites),
        "links": dict(item.links),
        "named": item.named,
        "runs": item.runs,
        "same_harness": item.same_harness,
        "flags": list(item.flags),
        "via": item.via,
    }
    db.execute(
        "INSERT INTO evidence VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)",
        [
            number,
            item.id,
            item.tenant,
            item.party,
            item.basis.value,
            item.form.value,
            item.url,
            to_db(item.so_at),
            to_db(item.learned_at),
            maybe_to_db(item.withdrawn_at),
            int(item.accepted),
            dumps(body),
            item.source,
            item.by,
        ],
    )
    subjects = {slug for said in item.says for slug in (said.subject, said.comparator, said.object) if "/" in slug}
    _link(db, "evidence_subjects", ((slug, item.id) for slug in sorted(subjects)))
    for claim in item.links:  # found by what the claim is about, too
        about = "SELECT subject, ? FROM claims WHERE id = ? AND subject <> ''"
        db.execute(f"INSERT OR IGNORE INTO evidence_subjects {about}", [item.id, claim])
    _link(db, "citations", ((item.id, cited) for cited in item.cites))
    _link(db, "evidence_claims", ((claim, item.id, sign) for claim, sign in item.links.items()))


def _link(db: Writer, table: str, rows: Iterable[tuple[object, ...]]) -> None:
    for row in rows:
        marks = ", ".join("?" * len(row))
        db.execute(f"INSERT OR IGNORE INTO {table} VALUES ({marks})", row)  # noqa: S608 - a constant of ours


def to_json(said: Statement) -> dict[str, Any]:
    """Convert a statement to its stored form."""
    full = {
        "type": said.type,
        "subject": said.subject,
        "object": said.object,
        "comparator": said.comparator,
        "benchmark": said.benchmark,
        "values": [[v.number, v.role, *([] if v.upto is None else [v.upto])] for v in said.values],
        "bound": said.bound,
        "day": said.day.isoformat() if said.day else "",
        "since": said.since.isoformat() if said.since else "",
        "operator": said.operator,
        "surface": said.surface,
        "plans": list(said.plans),
        "polarity": said.polarity,
        "future": said.future,
        "beyond": list(said.beyond),
        "altered": said.altered,
    }
    return {key: value for key, value in full.items() if value or key == "polarity"}


def from_json(kept: Mapping[str, Any]) -> Statement:
    """The statement that `to_json` wrote."""
    slots = dict(kept)
    slots["values"] = tuple(Value(*value) for value in slots.get("values", ()))
    slots["plans"] = tuple(slots.get("plans", ()))
    slots["beyond"] = tuple(slots.get("beyond", ()))
    for name in ("day", "since"):
        slots[name] = date.fromisoformat(slots[name]) if slots.get(name) else None
    return Statement(**slots)


@lru_cache(maxsize=50_000)
def _statement(text: str) -> Statement:
    """Parse a statement's column, cached by text."""
    return from_json(json.loads(text))


@lru_cache(maxsize=50_000)
def _texts(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))


def _page(outcome: DbRow) -> str:
    """The page that shows an outcome.

    Of the public ledger the whole reason, of a desk the last word of it.
    """
    why: str = outcome["why"]
    last = why.rpartition(" ")[2]
    return (last if last.startswith("http") else "") if outcome["tenant"] else why


def claim_of(row: DbRow, outcome: DbRow | None, *, disputed: bool) -> Claim:
    """The claim of a row, with its outcome row if it has one."""
    return Claim(
        statement=_statement(row["statement"]),
        text=row["text"],
        id=row["id"],
        so_at=from_db(row["so_at"]),
        learned_at=from_db(row["learned_at"]),
        outcome=ClaimOutcome(outcome["outcome"]) if outcome else ClaimOutcome.OPEN,
        resolved_at=from_db(outcome["learned_at"]) if outcome else None,
        disputed=disputed,
        tenant=row["tenant"],
        source=row["source"],
        aliases=_texts(row["aliases"]),
        outcome_source=_page(outcome) if outcome else "",
        outcome_by=(outcome["by"] or "desk") if outcome and outcome["tenant"] else "",
    )


def evidence_of(row: DbRow) -> Evidence:
    """The item of a row."""
    body = json.loads(row["body"])
    return Evidence(
        id=row["id"],
        party=row["party"],
        basis=Basis(row["basis"]),
        form=EvidenceForm(row["form"]),
        so_at=from_db(row["so_at"]),
        learned_at=from_db(row["learned_at"]),
        source=row["source"],
        url=row["url"],
        quote=body["quote"],
        says=tuple(from_json(said) for said in body["says"]),
        cites=tuple(body["cites"]),
        links=body["links"],
        named=body["named"],
        runs=body["runs"],
        same_harness=body["same_harness"],
        flags=tuple(body["flags"]),
        withdrawn_at=maybe_from_db(row["withdrawn_at"]),
        via=body["via"],
        accepted=bool(row["accepted"]),
        tenant=row["tenant"],
        by=row["by"],
    )
