"""Arena's text leaderboard: rating, rank, votes (data set, about weekly, CC BY).

One row a model of the category "overall", where several effort settings of one model have rows of their own: those are
left out, and so are models of families that nobody here knows. The licence is CC BY 4.0. Source:
huggingface.co/datasets/lmarena-ai/leaderboard-dataset; the interface is documented at
huggingface.co/docs/dataset-viewer/filter.
"""

from __future__ import annotations

from typing import Any, Final

import msgspec

from bot.domain.catalogs.vendor_facts import FactKind, PageReading, Validators, VendorFact
from bot.domain.evidence.evidence import Value
from bot.domain.names import NameReader
from bot.messages.errors import SourceChanged
from bot.sources.decode import Unreadable, amount, moment
from bot.sources.protocol import Get, Reading, Upstream, unless_unchanged

NAME: Final = "arena_board"
LABEL: Final = "Arena's text leaderboard"
LOSES: Final = "ratings of Arena's leaderboard keep their last day"
API: Final = Upstream(
    "huggingface_datasets", "https://datasets-server.huggingface.co", 0.2, "Arena's leaderboard as a public data set"
)
UPSTREAMS: Final = (API,)
DATASET: Final = "lmarena-ai/leaderboard-dataset"
PAGE: Final = f"https://huggingface.co/datasets/{DATASET}"
BENCHMARK: Final = "LMArena"
ATTRIBUTION: Final = "Arena, CC BY 4.0"
LENGTH: Final = 100  # rows of one answer, the most it gives
PAGES: Final = 6
_CONFIG: Final = "text"


class _Cell(msgspec.Struct):
    row: dict[str, Any]


class _Rows(msgspec.Struct):
    rows: list[_Cell]
    num_rows_total: int = 0


def read(known: Validators) -> Reading[tuple[PageReading, ...]]:
    """The board as it stands now; asked for whole only where its first page changed."""
    rows: list[dict[str, Any]] = []
    etag = ""
    for page in range(PAGES):
        query = {
            "dataset": DATASET, "config": _CONFIG, "split": "latest", "where": "\"category\"='overall'",
            "orderby": '"rank"', "offset": str(page * LENGTH), "length": str(LENGTH),
        }  # fmt: skip
        answer = yield from unless_unchanged(
            Get(API.name, "/filter", query, known.headers(_CONFIG) if not page else {})
        )
        if answer is None:
            return (PageReading(_CONFIG),)
        told = answer.as_a(_Rows)
        rows += [cell.row for cell in told.rows]
        etag = etag or answer.headers.get("etag", "")[:200]
        if len(rows) >= told.num_rows_total or not told.rows:
            break
    if not any("model_name" in row and "rating" in row for row in rows):
        raise SourceChanged(f"{LABEL} has another shape", why="No row of it has a model and a rating.")
    reader = NameReader()
    read_rows = [_fact(reader, row) for row in rows]
    facts = {fact.model: fact for fact in read_rows if isinstance(fact, VendorFact)}
    return (PageReading(_CONFIG, tuple(facts.values()), etag, skipped=read_rows.count(None)),)


def _fact(reader: NameReader, row: dict[str, Any]) -> VendorFact | str | None:
    """A row as a fact; a word for why it is left out, None where it cannot be read."""
    name = row.get("model_name")
    if not isinstance(name, str) or not name.strip():
        return None
    found = reader.of_id("-".join(name.split()))
    if found is None or not found[0].known_family:
        return "nobody here knows its family"
    if set(found[0].modifiers) - {"preview"} or found[0].tariff:
        return "one setting of a model"
    try:
        rating, votes = amount(row.get("rating"), "rating"), amount(row.get("vote_count"), "votes")
        rank, day = amount(row.get("rank"), "rank"), moment(row.get("leaderboard_publish_date"), "day")
    except Unreadable:
        return None
    if rating is None or votes is None or day is None:
        return None
    place = (Value(rank, "rank"),) if rank else ()
    values = (Value(float(round(rating)), "score"), Value(votes, "votes"), *place)
    lab = found[0].name.family.lab
    return VendorFact(lab, name, FactKind.SCORE, PAGE, day.date(), surface=BENCHMARK, values=values, via=ATTRIBUTION)
