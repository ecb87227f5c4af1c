"""Parse the ledger's files about claims: sources, benchmarks, claims and evidence.

Statement slots are parsed in one place, so that an impossible row fails on loading, with its id.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.domain.evidence.evidence import Basis, Benchmark, Claim, ClaimOutcome, Evidence, EvidenceForm, Statement, Value
from bot.ledger import Row, Tables, moment, so_and_learned

NOT_READ_AGAIN = "not re-read"
_SLOTS = frozenset(
    [
        "type",
        "subject",
        "object",
        "comparator",
        "benchmark",
        "values",
        "bound",
        "day",
        "since",
        "operator",
        "surface",
        "plans",
        "polarity",
        "future",
        "beyond",
    ]
)


def statement(row: Mapping[str, Any], **default: Any) -> Statement:
    """Parse a statement.

    ``values`` is a table of role → number, or a list of numbers; ``beyond`` are words that no slot holds.

    Raises:
        ValueError: an unknown slot.
    """
    slots = {**default, **row}
    if unknown := set(slots) - _SLOTS:
        raise ValueError(f"no such slot: {', '.join(sorted(unknown))}")
    values = slots.pop("values", ())
    slots |= {name: tuple(slots.get(name, ())) for name in ("plans", "beyond")}
    pairs = values.items() if isinstance(values, Mapping) else (("", number) for number in values)
    return Statement(**slots, values=tuple(Value(float(number), role) for role, number in pairs))


def claims(tables: Tables) -> Iterator[Claim]:
    """The public claims."""
    for row in tables.get("claim", ()):
        so, learned = so_and_learned(row)
        resolved = row.get("resolved")
        yield Claim(
            statement=_told(row["id"], statement, row["says"]),
            text=row["text"],
            id=row["id"],
            so_at=so,
            learned_at=learned,
            outcome=ClaimOutcome(row.get("outcome", "open")),
            resolved_at=moment(resolved) if resolved else None,
            source=row["source"],
            aliases=tuple(row.get("also", ())),
            outcome_source=row.get("outcome_source", ""),
        )


def evidence(tables: Tables) -> Iterator[Evidence]:
    """Yield the public evidence.

    A row's ``subject`` applies to statements without one. A row with ``seen = false`` was not re-read for this edition:
    it is shown, without weight. ``after`` names a copy's source if that is not a row of the ledger. A row that names an
    ``event`` says in slots what that event tells: its subject, times, source and words are the event's.
    """
    events = {row["id"]: _as_evidence(row) for row in tables.get("event", ())}
    for filed in tables.get("evidence", ()):
        row = {**events[filed["event"]], **filed} if "event" in filed else filed
        so, learned = so_and_learned(row)
        yield Evidence(
            id=row["id"],
            party=row["party"],
            basis=_told(row["id"], Basis, row["basis"]) if row.get("seen", True) else Basis.UNKNOWN,
            form=_told(row["id"], EvidenceForm, row["form"]),
            so_at=so,
            learned_at=learned,
            source=row["source"],
            url=row.get("url", row["source"]),
            quote=row["text"],
            says=_says(row),
            cites=tuple(row.get("cites", ())),
            links=_links(row),
            named=row.get("named", True),
            runs=row.get("runs"),
            same_harness=row.get("same_harness", False),
            flags=tuple(row.get("flags", ())),
            withdrawn_at=_maybe(row.get("withdrawn")),
            via=_via(row),
        )


def _as_evidence(event: Row) -> Row:
    """The fields of a row of evidence that an event gives."""
    told = {name: event[name] for name in ("so", "learned", "source") if name in event}
    return {**told, "subjects": [event["subject"]], "text": f"{event['label']}. {event['text']}"}


def _via(row: Row) -> str:
    if not row.get("seen", True):
        return NOT_READ_AGAIN
    return str(row.get("via") or (f"after {row['after']}" if "after" in row else ""))


def _says(row: Row) -> tuple[Statement, ...]:
    subjects: Sequence[str] = row.get("subjects", ())
    return tuple(
        _told(row["id"], statement, {**told, "subject": subject})
        for told in row.get("says", ())
        for subject in ([told["subject"]] if "subject" in told else subjects)
    )


def _links(row: Row) -> Mapping[str, int]:
    return {**dict.fromkeys(row.get("supports", ()), 1), **dict.fromkeys(row.get("refutes", ()), -1)}


def _maybe(value: Any) -> datetime | None:
    return moment(value) if value else None


def _told(name: str, make: Any, *args: Any) -> Any:
    try:
        return make(*args)
    except (ValueError, TypeError) as error:
        raise ValueError(f"{name}: {error}") from error


def benchmarks(tables: Tables) -> Mapping[str, Benchmark]:
    """The benchmarks by name, as sentences name them."""
    return {
        row["name"]: Benchmark(
            slug=row["name"],
            name=row["name"],
            axes=tuple(row.get("axes", ())),
            higher_is_better=row.get("higher_is_better", True),
            board=row.get("board", ""),
            unit=row.get("unit", ""),
            aliases=tuple(row.get("also", ())),
            note=row.get("note", ""),
        )
        for row in tables.get("benchmark", ())
    }


def sources(tables: Tables) -> Iterator[tuple[str, str, str, str]]:
    """The parties behind the evidence: name, kind, address, note."""
    for row in tables.get("source", ()):
        yield row["party"], row["kind"], row.get("url", ""), row.get("note", "")
