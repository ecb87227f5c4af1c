"""``/claimcheck trial``: log your own runs, one by one or as a file."""

from __future__ import annotations

from dataclasses import dataclass

from bot.dispatch.command import Command, option
from bot.domain.evals.eval_runs import MAX_ROWS, EvalRun, EvalSheet, read_sheet
from bot.messages.errors import BadArgument, TooMuch
from bot.messages.order import order
from bot.messages.reply import Bullets, Button, Part, Reply, Severity, Text
from bot.messages.request import Attachment, RequestContext
from bot.ports import Ports

MAX_BYTES = 16_000_000
MAX_RUNS = 50_000  # of one task by one tenant: more adds nothing to a tenth percentile


@dataclass(frozen=True, slots=True)
class LogTrialInputs:
    """The runs that were understood, and what was not."""

    sheet: EvalSheet
    kept: int


class LogTrial(Command[LogTrialInputs], name="claimcheck trial"):
    """Log your own runs of a task: a score or a pass, milliseconds, cost; or a CSV of many."""

    task: str = option("Name of your task", complete="task", limit=80)
    model: str = option("Model you ran", complete="subject", limit=80)
    score: float | None = option("Score of the run", default=None)
    passed: bool | None = option("Whether it passed", default=None)
    latency_ms: float | None = option("Milliseconds it took", default=None, low=0)
    cost: float | None = option("Dollars it cost", default=None, low=0)
    file: Attachment | None = option("CSV: task, model, score, pass, latency_ms, cost", default=None)

    async def gather(self, ports: Ports, ctx: RequestContext) -> LogTrialInputs:
        """Read the run or the file, and how many are kept already."""
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
        attempt = f"{ctx.actor} {ctx.now.isoformat()} {ctx.request_id}"
        one = EvalRun(
            self.task.strip(), self.model.strip(), self.score, self.passed, self.latency_ms, self.cost, attempt
        )
        return LogTrialInputs(EvalSheet((one,), (), 0), kept)

    def answer(self, found: LogTrialInputs, ctx: RequestContext) -> Reply:
        """How many runs were understood; the lines that were not, with their reasons."""
        del ctx
        sheet = found.sheet
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

    async def keep(self, found: LogTrialInputs, ports: Ports, ctx: RequestContext) -> None:
        """Keep the runs; a file sent twice adds nothing."""
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
