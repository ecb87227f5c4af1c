"""Parse the field guide's checkpoints, censuses and attributions."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from bot.domain.sightings.base_rates import Checkpoint, CheckpointOutcome, SurfaceCensus
from bot.domain.sightings.field_guide import FieldGuide
from bot.domain.sightings.methods import Attribution, Method
from bot.ledger import Row, Tables, moment, so_and_learned


def read(tables: Tables) -> FieldGuide:
    """The whole guide.

    Raises:
        KeyError, ValueError: a row lacks a field or holds a word that is none of ours (a hand-edited file); the row's
            label is in the message.
    """
    checkpoints = tuple(_named(row, _checkpoint) for row in tables.get("checkpoint", ()))
    censuses = tuple(_named(row, _census) for row in tables.get("census", ()))
    said = enumerate(tables.get("attribution", ()), 1)
    return FieldGuide(checkpoints, censuses, tuple(_attribution(number, row) for number, row in said))


T = TypeVar("T")


def _named(row: Row, make: Callable[[Row], T]) -> T:
    try:
        return make(row)
    except (KeyError, ValueError) as wrong:
        raise type(wrong)(f"{row.get('label') or row.get('family')}: {wrong}") from wrong


def _checkpoint(row: Row) -> Checkpoint:
    so, learned = so_and_learned(row)
    return Checkpoint(
        label=row["label"],
        surface=row["surface"],
        family=row["family"],
        first_seen=row["seen"],
        seen_at=so,
        learned_at=learned,
        fate=CheckpointOutcome(row["fate"]),
        identified_as=row.get("identified_as", ""),
        how_known=row.get("how_known", ""),
        known_at=_maybe(row, "known"),
        released=row.get("released", ""),
        days=row.get("days"),
        vendor=row.get("vendor", ""),
        vendor_known_at=_maybe(row, "vendor_known"),
        confidence=row.get("confidence", ""),
        census=row.get("census", ""),
        note=row.get("note", ""),
        noted_at=_maybe(row, "noted"),
        said_to_be=row.get("said_to_be", ""),
        subjects=frozenset(row.get("subjects", ())),
        also=tuple(row.get("also", ())),
        sources=tuple(row["sources"]),
    )


def _census(row: Row) -> SurfaceCensus:
    days = row.get("median_days")
    learned = moment(row["learned"])
    return SurfaceCensus(row["family"], row["n"], row["shipped"], days, learned, row["text"], row["source"])


def _attribution(number: int, row: Row) -> Attribution:
    return Attribution(
        id=f"AT-P{number:03}",
        label=row["label"],
        subject=row["subject"],
        method=Method(row["method"]),
        by=row["by"],
        at=so_and_learned(row)[1],
        why=row.get("why", ""),
        link=row["source"],
        accepted=True,
    )


def _maybe(row: Row, name: str) -> datetime | None:
    return moment(row[name]) if name in row else None
