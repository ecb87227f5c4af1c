"""``/claimcheck trial``: log your own runs, one by one or as a file, and take them back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.dispatch.command import Command, option
from bot.domain.evals.eval_runs import MAX_ROWS, EvalRun, EvalSheet, read_sheet
from bot.messages import words
from bot.messages.errors import BadArgument, NotFound, TooMuch
from bot.messages.order import Order, order
from bot.messages.reply import Bullets, Button, Part, Reply, Severity, Text
from bot.messages.request import Attachment, RequestContext
from bot.messages.words import counted
from bot.ports import Ports

MAX_BYTES = 16_000_000
LAST = "last"
MAX_RUNS = 50_000  # of one task by one tenant: more adds nothing to a tenth percentile


@dataclass(frozen=True, slots=True)
class LogTrialInputs:
    """The runs that were understood, and what was not; or when those to take back were logged."""

    sheet: EvalSheet
    kept: int
    undone: datetime | None = None


class LogTrial(Command[LogTrialInputs], name="claimcheck trial"):
    """Log your own runs of a task: a score or a pass, milliseconds, cost; or a CSV of many."""

    task: str = option("Name of your task", complete="task", limit=80)
    model: str = option("Model you ran", complete="subject", limit=80)
    score: float | None = option("Score of the run", default=None)
    passed: bool | None = option("Whether it passed", default=None)
    latency_ms: float | None = option("Milliseconds it took", default=None, low=0)
    cost: float | None = option("Dollars it cost", default=None, low=0)
    file: Attachment | None = option("CSV: task, model, score, pass, latency_ms, cost", default=None)

    undo: str | None = option("Take back what you logged at this time; last is your latest", default=None, limit=40)

    async def gather(self, ports: Ports, ctx: RequestContext) -> LogTrialInputs:
        """Read the run or the file, and how many are kept already."""
        if self.undo is not None:
            return self._undone(ports.claims.trials(ctx.tenant), ctx)
        kept = len(ports.claims.trials(ctx.tenant, self.task.strip()))
        if self.file is not None:
            if len(self.file.content) > MAX_BYTES:
                size = len(self.file.content) / 1e6
                raise TooMuch(
                    f"That file is {size:.0f} MB; the limit is {MAX_BYTES / 1e6:.0f}.", todo="Attach a part of it."
                )
            text = self.file.content.decode("utf-8", "replace")
            return LogTrialInputs(read_sheet(text, self.task.strip(), self.model.strip()), kept)
        if self.score is None and self.passed is None and self.latency_ms is None:
            raise BadArgument(
                "A run needs a score, a pass or a latency.", todo="score:7.5 · passed:yes · latency_ms:840"
            )
        attempt = f"{ctx.actor} {ctx.now.isoformat()} {ctx.request_id} {kept}"
        one = EvalRun(
            self.task.strip(), self.model.strip(), self.score, self.passed, self.latency_ms, self.cost, attempt
        )
        return LogTrialInputs(EvalSheet((one,), (), 0), kept)

    def _undone(self, runs: Sequence[EvalRun], ctx: RequestContext) -> LogTrialInputs:
        """The runs of this person that were logged together.

        Raises:
            NotFound: they logged none then, or took them back.
        """
        mine = [one for one in runs if one.by == ctx.actor and one.at is not None]
        named = (self.task.strip(), self.model.strip())
        latest = max((one.at for one in mine if one.at and (one.task, one.model) == named), default=None)
        at = (
            latest
            if self.undo == LAST
            else next((one.at for one in mine if one.at and _mark(one.at) == self.undo), None)
        )
        if at is None:
            raise NotFound("You have no such run of this task and model.", todo="Name both as you logged them.")
        return LogTrialInputs(EvalSheet(tuple(one for one in mine if one.at == at), (), 0), 0, at)

    def answer(self, found: LogTrialInputs, ctx: RequestContext) -> Reply:
        """How many runs were understood; the lines that were not, with their reasons."""
        sheet = found.sheet
        if found.undone is not None:
            title = f"{counted(len(sheet.trials), 'run')} of “{self.task.strip()}” taken back."
            return Reply(title=title, severity=Severity.GOOD, data={"task": self.task.strip(), "undone": found.undone})
        if found.kept + len(sheet.trials) > MAX_RUNS:
            raise TooMuch(
                f"This task would have more than {MAX_RUNS:,} runs; a tenth percentile needs far fewer.",
                todo="Attach a file with fewer runs of each task.",
            )
        count = len(sheet.trials)
        parts: list[Part] = [Text(f"{count:,} run{'s' if count != 1 else ''} of “{self.task.strip()}” understood.")]
        if sheet.cut:
            parts.append(Text(f"Only the first {MAX_ROWS:,} rows were read."))
        if sheet.bad:
            lines = tuple(f"line {error.line}: {error.why}" for error in sheet.errors)
            more = f" (the first {len(sheet.errors)})" if sheet.bad > len(sheet.errors) else ""
            parts.append(Bullets(lines, f"{sheet.bad:,} lines not read{more}"))
        return Reply(
            title=f"Logged {count:,} run{'s' if count != 1 else ''}." if count else "No run could be read.",
            parts=tuple(parts),
            severity=Severity.WARN if sheet.bad or not count else Severity.GOOD,
            actions=(
                Button("Your floor", order("claimcheck floor", task=self.task.strip(), model=self.model.strip())),
                *((Button(words.UNDO, self._undo(ctx)),) if count else ()),
            ),
            data={
                "task": self.task.strip(),
                "model": self.model.strip(),
                "read": count,
                "bad": sheet.bad,
                "errors": [{"line": error.line, "why": error.why} for error in sheet.errors],
                "cut": sheet.cut,
            },
        )

    def _undo(self, ctx: RequestContext) -> Order:
        return order("claimcheck trial", task=self.task.strip(), model=self.model.strip(), undo=_mark(ctx.now))

    async def keep(self, found: LogTrialInputs, ports: Ports, ctx: RequestContext) -> None:
        """Keep the runs, or take them back; a file sent twice adds nothing."""
        if found.undone is not None:
            await ports.claims.drop_trials(ctx.tenant, ctx.actor, found.undone)
            return
        runs = tuple(_signed(trial, ctx) for trial in found.sheet.trials)
        if runs:
            await ports.claims.log_trials(ctx.tenant, runs)


def _signed(trial: EvalRun, ctx: RequestContext) -> EvalRun:
    return EvalRun(
        trial.task,
        trial.model,
        trial.score,
        trial.passed,
        trial.latency_ms,
        trial.cost,
        trial.attempt,
        ctx.actor,
        ctx.now,
    )


def _mark(at: datetime) -> str:
    """A moment as storage keeps it, in whole seconds."""
    return at.astimezone(UTC).isoformat(timespec="seconds")
