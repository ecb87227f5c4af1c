"""What the ledger knows of a release from one page alone: a report of it, and no record."""

from collections.abc import Iterable

from bot.domain.names.subjects import SubjectStateRow
from bot.domain.names.vendors import is_own
from bot.queries.tellers import is_of_repository


def by_a_page(vendor: str, rows: Iterable[SubjectStateRow]) -> bool:
    """Whether a row is read from a page that is not the lab's, nor of a list with its history."""
    return any(not (is_own(vendor, row.source) or is_of_repository(row.source)) for row in rows)
