"""The release checklist as pages show it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.evidence.release_checklist import ChecklistFinding, ChecklistItem, ReleaseChecklist
from bot.messages.reply import Source

_SURFACES = {"api": "API", "app": "app", "codex": "Codex", "copilot": "Copilot"}


@dataclass(frozen=True, slots=True)
class ChecklistRow:
    """One thing to know before paying for a model, and what is known of it."""

    name: str
    state: str
    value: str
    surface: str
    basis: str
    needs: str
    source: Source | None
    provisional_until: datetime | None
    lists: tuple[str, ...]
    corrected: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChecklistBlock:
    """The checklist: how many are known, of how many."""

    known: int
    of: int
    rows: tuple[ChecklistRow, ...]


def checklist_block(made: ReleaseChecklist) -> ChecklistBlock:
    """A checklist as rows."""
    return ChecklistBlock(made.known, len(made.waits), tuple(_row(wait) for wait in made.waits))


def _row(wait: ChecklistItem) -> ChecklistRow:
    first = wait.findings[0] if wait.findings else None
    return ChecklistRow(
        name=wait.name,
        state=wait.state.value,
        value=first.value if first else "",
        surface=_surface(first) if first else "",
        basis=("public list" if first.listed else first.basis) if first else "",
        needs=wait.needs,
        source=Source(first.party, first.url, first.at) if first else None,
        provisional_until=wait.settles_at if wait.provisional else None,
        lists=wait.lists if wait.catalogues > 1 else (),
        corrected=tuple(f"{one.party} said {one.value}" for one in wait.replaced[:4]),
    )


def _surface(first: ChecklistFinding) -> str:
    name = first.surface or ("api" if first.listed else "")
    return _SURFACES.get(name, name)
