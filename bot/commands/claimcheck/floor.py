"""``/claimcheck floor``: what your own runs say of a bad day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.dispatch.command import Command, as_of_option, option
from bot.domain.evals.eval_runs import ENOUGH, EvalRun, Floor, floor_of, pass_hat, pass_share, same_tasks
from bot.messages.errors import Alternative, NotFound, UserError
from bot.messages.levels import derived
from bot.messages.order import order
from bot.messages.reply import Button, DotPlot, Fields, Part, Reply, Text
from bot.messages.request import RequestContext
from bot.ports import Ports

HATS = (1, 3, 5)
DRAWN = 2_000  # values in a picture; more cannot be seen
EVERY = "*"


@dataclass(frozen=True, slots=True)
class ShowFloorInputs:
    """The runs of one model, and of the other where two are compared."""

    mine: tuple[EvalRun, ...]
    other: tuple[EvalRun, ...]


class ShowFloor(Command[ShowFloorInputs], name="claimcheck floor"):
    """Show the tenth percentile of your own runs of a task, with its interval and n."""

    task: str = option("Task, or * for all of yours", complete="task", limit=80)
    model: str | None = option("Only this model", default=None, complete="subject", limit=80)
    versus: str | None = option("Set another model beside it", default=None, complete="subject", limit=80)
    as_of: datetime | None = as_of_option(default=None)

    async def gather(self, ports: Ports, ctx: RequestContext) -> ShowFloorInputs:
        """The tenant's runs."""
        task = "" if self.task.strip() == EVERY else self.task.strip()
        runs = _by_then(ports.claims.trials(ctx.tenant, task, (self.model or "").strip()), ctx)
        other = _by_then(ports.claims.trials(ctx.tenant, task, self.versus.strip()), ctx) if self.versus else ()
        if not runs:
            known = tuple(ports.claims.tasks(ctx.tenant)[:5])
            raise NotFound(
                f"There are no runs of “{self.task.strip()[:60]}”" + (f" on {self.model}." if self.model else "."),
                why="Your tasks:" if known else "Nobody has logged a run here.",
                choices=known,
                instead=[Alternative("Log a run", {"task": self.task.strip()[:80]}, "claimcheck trial", asks=())],
            )
        return ShowFloorInputs(runs, other)

    def answer(self, found: ShowFloorInputs, ctx: RequestContext) -> Reply:
        """p10, median, p90 with n; below twenty runs the worst of n in place of p10."""
        del ctx
        if self.versus and not found.other:
            raise NotFound(f"There are no runs of this task on {self.versus}.", todo="Log some: claimcheck trial")
        if self.versus and not same_tasks(found.mine, found.other):
            mine, other = ({t.task for t in runs} for runs in (found.mine, found.other))
            odd = ", ".join(sorted(mine ^ other)[:5])
            raise UserError(
                "Different tasks; not comparable.", why=f"Only one side ran: {odd}.", todo="Compare one task."
            )
        parts, facts = _said(found.mine, self.model or "all models")
        data: dict[str, object] = {"task": self.task.strip(), "model": self.model, **facts}
        if self.versus:
            more, others = _said(found.other, self.versus)
            parts += more
            data["versus"] = {"model": self.versus, **others}
        made = Reply(
            title=f"Your floor on “{self.task.strip()[:80]}”",
            parts=tuple(parts),
            actions=(Button("All your tasks", order("claimcheck floor", task=EVERY)),),
            note="Your own runs; nobody outside this place sees them.",
            data=data,
        )
        return replace(made, brief=derived(made))


def _by_then(runs: Iterable[EvalRun], ctx: RequestContext) -> tuple[EvalRun, ...]:
    return tuple(one for one in runs if one.at is None or one.at <= ctx.as_of)


def _said(runs: Sequence[EvalRun], name: str) -> tuple[list[Part], dict[str, object]]:
    """One model's runs in words, as facts, and as a picture."""
    pairs: list[tuple[str, str]] = [("Runs", str(len(runs)))]
    scores = [t.score for t in runs if t.score is not None]
    made = floor_of(scores)
    facts: dict[str, object] = {"n": len(runs), "floor": made}
    if made is not None:
        pairs += _score_pairs(made)
    share = pass_share(runs)
    if share.n:
        pairs.append(("Passed", share.text))
        hats = {k: pass_hat(k, share.hits, share.n) for k in HATS}
        said = [f"pass^{k} {hat:.0%}".replace("%", " %") for k, hat in hats.items() if hat is not None]
        pairs.append(("Again and again", ", ".join(said)))
        facts["pass"] = {"passed": share.hits, "n": share.n, "low": share.low, "high": share.high}
        facts["pass_hat"] = {str(k): hat for k, hat in hats.items()}
    times = floor_of(-t.latency_ms for t in runs if t.latency_ms is not None)
    if times is not None:
        slow = f"p90 {-times.p10:,.0f} ms" if times.p10 is not None else f"slowest of {times.n} {-times.worst:,.0f} ms"
        pairs.append(("Latency", f"median {-times.median:,.0f} ms, {slow} (n = {times.n})"))
        facts["latency"] = {"n": times.n, "median_ms": -times.median, "slow_ms": -(times.p10 or times.worst)}
    costs = [t.cost for t in runs if t.cost is not None]
    if costs:
        pairs.append(("Cost", f"${sum(costs) / len(costs):.4f} a run (n = {len(costs)})"))
    parts: list[Part] = [Text(name), Fields(tuple(pairs))]
    if made is not None and made.n > 1:
        parts.append(_picture(sorted(scores), made, name))
    return parts, facts


def _score_pairs(made: Floor) -> list[tuple[str, str]]:
    if made.p10 is None or made.p90 is None:
        low = f"worst of {made.n}: {made.worst:g} (a tenth percentile needs {ENOUGH} runs)"
        return [("Floor", low), ("Median", f"{made.median:g}"), ("Best", f"{made.best:g}")]
    bound = f"{'below' if made.low is None else f'{made.low:g}'}–{'above' if made.high is None else f'{made.high:g}'}"
    return [
        ("p10", f"{made.p10:g} (95 % interval {bound}, n = {made.n})"),
        ("Median", f"{made.median:g}"),
        ("p90", f"{made.p90:g}"),
        ("Best", f"{made.best:g}: the ceiling a demo would show"),
    ]


def _picture(scores: Sequence[float], made: Floor, name: str) -> DotPlot:
    step = max(1, len(scores) // DRAWN)
    floor = ("p10", made.p10) if made.p10 is not None else ("worst", made.worst)
    alt = f"Scores of {made.n} runs of {name}: {floor[0]} {floor[1]:g}, median {made.median:g}, best {made.best:g}."
    return DotPlot(f"Runs of {name}", tuple(scores[::step]), (floor, ("median", made.median), ("best", made.best)), alt)
