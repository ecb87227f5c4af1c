"""Epoch AI's own benchmark runs: score and standard error (CC BY 4.0).

Of each model the best of its settings counts, by the newest run of it, and is named. The table gives no n: it is the
number of questions that the authors of a task published, and without one a score is a trace. What Epoch collects from
others is in other files, under other terms, and is not read. The columns are found by name. Source:
epoch.ai/benchmarks/use-this-data
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.domain.catalogs.vendor_facts import FactKind, PageReading, Validators, VendorFact
from bot.domain.evidence.evidence import Value
from bot.domain.names import NameReader
from bot.domain.names.model_ids import ModelId
from bot.messages.errors import SourceChanged
from bot.sources.decode import Unreadable, amount, moment, price
from bot.sources.protocol import Get, Reading, Upstream, unless_unchanged

NAME: Final = "epoch_board"
LABEL: Final = "Epoch AI's benchmark runs"
LOSES: Final = "scores that Epoch AI measured keep their last day"
HOST: Final = Upstream("epoch", "https://epoch.ai", 0.1, "Epoch AI's table of its own benchmark runs")
UPSTREAMS: Final = (HOST,)
PATH: Final = "/data/benchmarks.csv"
PAGE: Final = "https://epoch.ai/benchmarks"
ATTRIBUTION: Final = "Epoch AI, {setting}CC BY 4.0"
BYTES: Final = 16 * 1024 * 1024
ROWS: Final = 50_000
NEEDED: Final = ("model", "task", "mean_score")
TASKS: Final[Mapping[str, str]] = {  # the table's name of a task, and what it is called in claims
    "GPQA diamond": "GPQA Diamond",
    "SWE-Bench verified": "SWE-bench Verified",
    "FrontierMath-Tiers-1-3-v2-Private": "FrontierMath",
    "FrontierMath-Tier-4-v2-Private": "FrontierMath Tier 4",
}
QUESTIONS: Final[Mapping[str, int]] = {"GPQA Diamond": 198}  # https://arxiv.org/abs/2311.12022


@dataclass(frozen=True, slots=True)
class _Run:
    """One run: model and setting as printed, score and standard error as shares."""

    model: str
    setting: str
    slug: str
    lab: str
    task: str
    score: float
    error: float | None
    at: datetime | None


def read(known: Validators) -> Reading[tuple[PageReading, ...]]:
    """The table as it stands now."""
    answer = yield from unless_unchanged(Get(HOST.name, PATH, headers=known.headers(PATH), limit=BYTES))
    if answer is None:
        return (PageReading(PATH),)
    table = csv.DictReader(io.StringIO(answer.body.decode("utf-8-sig", "replace")))
    runs, skipped = _runs(table, answer.origin)
    facts = tuple(_fact(run) for run in _best(runs))
    marks = answer.headers
    return (PageReading(PATH, facts, marks.get("etag", "")[:200], marks.get("last-modified", "")[:100], skipped),)


def _runs(table: csv.DictReader[str], said: str) -> tuple[list[_Run], int]:
    try:
        if missing := [name for name in NEEDED if name not in (table.fieldnames or ())]:
            raise SourceChanged(f"{said} has another shape", why=f"It has no column {', '.join(missing)}.")
        rows = [row for row, _ in zip(table, range(ROWS), strict=False)]
    except csv.Error as error:
        raise SourceChanged(f"{said} is no table", why=str(error)) from error
    wanted = [row for row in rows if row.get("task") in TASKS and row.get("Status") in (None, "", "Success")]
    if not wanted:
        raise SourceChanged(f"{said} has another shape", why="It has no row of the tasks that are read.")
    reader, runs, skipped = NameReader(), list[_Run](), 0
    for row in wanted:
        try:
            run = _run(reader, row)
        except Unreadable:
            skipped += 1
            continue
        runs += [run] if run is not None else []
    return runs, skipped


def _run(reader: NameReader, row: Mapping[str, str]) -> _Run | None:
    """A row as a run; None where nobody here knows its model.

    Raises:
        Unreadable: no score from 0 to 1, or no day.
    """
    name, mark, setting = (row["model"] or "").strip().rpartition("_")
    model = name if mark else setting
    found = reader.of_id(model) if model else None
    if found is None or not found[1].is_model or _unlike(found[0]):
        return None
    score = price(row["mean_score"], "mean_score")
    if score is None:
        raise Unreadable("mean_score: none")
    error = amount(row.get("stderr"), "stderr")
    at = moment(row.get("started_at"), "started_at")
    slug, lab = found[1].slug, found[0].name.family.lab
    return _Run(model.rpartition("/")[2], setting if mark else "", slug, lab, TASKS[row["task"]], score, error, at)


def _unlike(parsed: ModelId) -> bool:
    """Whether an id is of no known family, or of a build or tariff of the model."""
    return not parsed.known_family or bool(set(parsed.modifiers) - {"preview"}) or bool(parsed.tariff)


def _best(runs: list[_Run]) -> Iterator[_Run]:
    """Of each model and task the best setting, by the newest run of each."""
    newest: dict[tuple[str, str, str], _Run] = {}
    for run in sorted(runs, key=lambda one: (one.at is not None, one.at.timestamp() if one.at else 0.0)):
        newest[run.slug, run.task, run.setting] = run
    best: dict[tuple[str, str], _Run] = {}
    for run in newest.values():
        held = best.get((run.slug, run.task))
        if held is None or run.score > held.score:
            best[run.slug, run.task] = run
    yield from best.values()


def _fact(run: _Run) -> VendorFact:
    values = [Value(round(100 * run.score, 1), "score")]
    if run.error:
        values.append(Value(round(100 * run.error, 2), "error"))
    if questions := QUESTIONS.get(run.task):
        values.append(Value(float(questions), "questions"))
    setting = f"setting {run.setting}, " if run.setting and run.setting != "unknown" else ""
    day = run.at.date() if run.at else None
    return VendorFact(
        run.lab, run.model, FactKind.SCORE, PAGE, day, surface=run.task, values=tuple(values),
        via=ATTRIBUTION.format(setting=setting),
    )  # fmt: skip
