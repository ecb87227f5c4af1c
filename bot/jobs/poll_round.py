"""One round of every reader, for a scheduler: what was read, is new, or failed."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from bot.domain.source_state import SourceState
from bot.jobs.list_poll import ListRound
from bot.jobs.market_poll import MarketRound
from bot.jobs.requested_markets import Outcomes
from bot.jobs.schedule import Job
from bot.ports import Clock
from bot.ports.catalogs.sources import Sources

log = logging.getLogger(__name__)

FIRST: Final = ("discovery", "pasted")  # what they find is then read like everything else


@dataclass(slots=True)
class RoundReport:
    """The results of a round: each source's state, new records, and failed jobs."""

    sources: tuple[SourceState, ...] = ()
    new: dict[str, int] = field(default_factory=dict)
    broken: dict[str, str] = field(default_factory=dict)

    @property
    def failed(self) -> Mapping[str, str]:
        """Failures by source or job."""
        return {state.source: state.trouble for state in self.sources if state.trouble} | self.broken

    @property
    def read(self) -> int:
        """How many records were read from all responsive sources."""
        return sum(state.items for state in self.sources if not state.failures)


async def run_round(jobs: Iterable[Job], sources: Sources, clock: Clock) -> RoundReport:
    """Run every job once, in sequence; a failing one does not affect the others."""
    report, began = RoundReport(), clock.now()
    for job in sorted(jobs, key=lambda job: (job.name not in FIRST, FIRST.index(job.name) if job.name in FIRST else 0)):
        try:
            result = await job.run()
        except Exception as error:  # one reader's fault must not keep the others from reading
            log.exception("job_failed", extra={"job": job.name})
            report.broken[job.name] = type(error).__name__
        else:
            for name, count in _news(job, result).items():
                report.new[name] = report.new.get(name, 0) + count
    report.sources = tuple(state for state in sources.states() if state.tried_at >= began)
    return report


def _news(job: Job, result: object) -> Mapping[str, int]:
    """Count the new records of a job."""
    match result:
        case MarketRound():
            records = result.records
            return {
                "markets mapped": result.mapped,
                "candidates": result.candidates,
                "prices": sum(record.quotes for record in records),
                "rungs settled": sum(len(record.resolved) for record in records),
                "rules changed": sum(len(record.rules_changed) for record in records),
            }
        case Outcomes():
            return {"pasted markets mapped": result.mapped}
        case ListRound():
            return {"findings in model lists": len(result.found)}
        case int():
            return {job.name: result}
        case _:
            return {}
