"""``/checkpoint report``: a form, similar labels, a preview, then a receipt."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Literal

from bot.commands.checkpoint._reports import phrases, report_draft, whereabouts
from bot.commands.checkpoint._reports.known_labels import LabelText, known_names, rules_of
from bot.commands.checkpoint._reports.phrases import Begun
from bot.commands.checkpoint._reports.report_draft import Stage
from bot.dispatch.command import Command, option
from bot.domain.sightings.confirmations import Plan
from bot.domain.sightings.labels import disguises, draws_like
from bot.domain.sightings.report_basis import ReportBasis
from bot.domain.sightings.reports import MAX_TEXT, FiledReport
from bot.domain.sightings.sightings import LabelState, SightingEvent, SightingEventKind, grade
from bot.domain.sightings.surfaces import Surface
from bot.messages.errors import Conflict, TooMuch, UserError
from bot.messages.reply import Reply, when
from bot.messages.request import Attachment, RequestContext
from bot.ports import Ports
from bot.ports.desk import QueueItem
from bot.ports.sightings import ReportDraft

A_MINUTE, AN_HOUR = 5, 10  # reports of one person
Steps = Literal["preview", "edit", "same", "different", "not sure", "save", "cancel"]


class ReportSighting(Command[Begun], name="checkpoint report", slow=True):
    """Report a name you saw: a form, a preview, then it is saved."""

    label: LabelText | None = option(
        "The name exactly as shown; copy it unchanged", default=None, label="Label, exactly as shown"
    )
    surface: Surface | None = option("Where you saw it", default=None, label="Where did you see it?")
    how: ReportBasis | None = option("How you know", default=None, label="How do you know?")
    where: str = option(
        "The place and the time, e.g. “ChatGPT web, yesterday 14:05”; now if you give no time",
        default="",
        limit=whereabouts.MAX_PLACE,
        label="When and where?",
    )
    text: str = option(
        "What you saw, and what else it could be; at least 40 characters that others can check",
        default="",
        limit=MAX_TEXT,
        long=True,
        label="What did you see, and what else could it be?",
    )
    image: Attachment | None = option("Screenshot or picture", default=None, label="Screenshot (optional)")
    seen: datetime | None = option("When you saw it; default: now", default=None)
    plan: Plan | None = option("The plan of your account", default=None)
    link: str | None = option("A page that shows it; stored, never opened", default=None, limit=MAX_TEXT)
    anonymous: bool = option("Keep your name from other members", default=False)
    step: Steps = option("Where you are in the form; its buttons fill this in", default="preview", hidden=True)
    draft: str = option("The draft a button saves; its buttons fill this in", default="", limit=8, hidden=True)

    async def gather(self, ports: Ports, ctx: RequestContext) -> Begun:
        """Merge input and draft, check the picture, and find similar labels."""
        store = ports.sightings
        draft = store.draft(ctx.tenant, ctx.actor, "report", ctx.now)
        if self.step == "cancel":
            return Begun(Stage.CANCELLED, {})
        last = store.reports_by(ctx.actor, ctx.tenant, ctx.now - timedelta(hours=1))
        if draft is None and self.step != "preview" and self.label is None:
            return Begun(Stage.NOTHING, {}, last=last[-1].id if last else "")
        stale = bool(self.draft) and (draft is None or report_draft.version(draft.values) != self.draft)
        said = {} if stale else self._words
        values = report_draft.merged(draft.values if draft else None, said, going_on=self.step != "preview")
        picture = None
        try:
            values = self._read(values, ctx)
            _slow_down([one.at for one in last], ctx.now)
            if self.image is not None:
                picture = await ports.pictures.read(self.image.content, self.image.name)
        except UserError as error:  # other input is kept
            return Begun(Stage.REFUSED, values, refused=error)
        if picture is not None:
            values["drawn"] = picture.drawn_text
            values["pixels"] = f"{picture.width} × {picture.height}"
        begun = Begun(
            Stage.PREVIEW, values, report_draft.wanted(values), picture=picture, drafted=draft is not None, stale=stale
        )
        return begun if begun.open else self._next(begun, ports, ctx)

    @property
    def _words(self) -> dict[str, str]:
        """Return the input that needs no parsing."""
        typed = {
            "label": self.label,
            "how": self.how.value if self.how else None,
            "where": self.where,
            "text": self.text,
            "anonymous": "yes" if self.anonymous else None,
            "decided": self.step if self.step in ("same", "different", "not sure") else None,
        }
        return {name: str(value) for name, value in typed.items() if value}

    def _read(self, values: dict[str, str], ctx: RequestContext) -> dict[str, str]:
        """Parse place, time, plan and link; an explicit option precedes the line."""
        typed = {
            "surface": self.surface.value if self.surface else None,
            "plan": self.plan.value if self.plan else None,
            "link": report_draft.checked_link(self.link) if self.link else None,
            "seen": report_draft.checked_time(self.seen, ctx).isoformat() if self.seen else None,
        }
        given = {name: value for name, value in typed.items() if value}
        made = {**report_draft.parse_where(values, ctx), **given}
        if given.keys() & {"surface", "seen"}:
            seen = datetime.fromisoformat(made["seen"]) if "seen" in made else None
            made["where"] = made["read"] = whereabouts.line_of(made.get("surface", ""), seen)
        return made

    def _next(self, begun: Begun, ports: Ports, ctx: RequestContext) -> Begun:
        values, store, view = begun.values, ports.sightings, ctx.view
        values.setdefault("begun", ctx.now.isoformat())
        names = known_names(ports, view)
        labels = tuple(store.labels(view))
        begun = replace(begun, disguise=disguises(values["label"]), twin=draws_like(values["label"], names))
        lacks = report_draft.lacks(values) if ReportBasis(values["how"]).first_hand else ()
        if lacks and int(values.get("returns", "0")) < report_draft.RETURNS:
            values["returns"] = str(int(values.get("returns", "0")) + 1)
            return replace(begun, stage=Stage.WEAK, lacks=lacks)
        found = report_draft.similar(values, labels, names, tuple(store.drawn(view)))
        if found and values.get("decided") == "same" and not values.get("into"):
            values["into"] = found[0].key
        if found and not values.get("decided") and self.step in ("preview", "edit"):
            return replace(begun, stage=Stage.SIMILAR, similar=found)
        taken = frozenset(one.key for one in labels)
        queued = _young(ports, ctx)
        save = self.step == "save" and not begun.stale
        filed = report_draft.filed(values, ctx, queued=queued, taken=taken)
        filed = replace(filed, key=store.canonical(filed.key, view))
        stage, state = Stage.SAVED if save else Stage.PREVIEW, _state_with(filed, ports, ctx)
        return replace(begun, stage=stage, filed=filed, standing=state, lacks=lacks)

    async def reserve(self, found: Begun, ports: Ports, ctx: RequestContext) -> Begun:
        """Number the report that is saved."""
        if found.stage is not Stage.SAVED or found.filed is None:
            return found
        filed = replace(found.filed, id=await ports.sightings.reserve(ctx.tenant, "CP"))
        return replace(found, filed=filed, standing=_state_with(filed, ports, ctx))

    def answer(self, found: Begun, ctx: RequestContext) -> Reply:
        """Show the form, what is missing, similar labels, the preview, or the receipt."""
        if found.refused is not None:
            return phrases.refused(found, ctx)
        if found.open:
            return phrases.ask(found)
        match found.stage:
            case Stage.WEAK:
                return phrases.weak(found)
            case Stage.SIMILAR:
                return phrases.look_alike(found)
            case Stage.SAVED:
                return phrases.receipt(found)
            case Stage.CANCELLED:
                return Reply(title="Nothing was saved", data={"state": "cancelled"})
            case Stage.NOTHING:
                return phrases.nothing(found)
            case _:
                return phrases.preview(found, ctx)

    async def keep(self, found: Begun, ports: Ports, ctx: RequestContext) -> None:
        """Store the draft for fifteen minutes, or the report permanently."""
        store, tenant, actor = ports.sightings, ctx.tenant, ctx.actor
        if found.stage in (Stage.CANCELLED, Stage.NOTHING):
            await store.drop_draft(tenant, actor, "report")
            return
        values = dict(found.values)
        if found.picture is not None:
            values["picture"] = await store.keep_picture(tenant, actor, found.picture, ctx.now)
        if found.stage is not Stage.SAVED or found.filed is None:
            await store.keep_draft(tenant, actor, "report", ReportDraft(values, ctx.now))
            return
        filed = replace(found.filed, picture=values.get("picture", ""))
        if await store.file(tenant, filed, _for_the_desk(filed), drafted=found.drafted) is None:
            raise Conflict("That report was saved a moment ago.", todo="/checkpoint mine lists yours.")
        if "quiet" not in ports.tenants.personal(tenant, actor):
            await store.watch(tenant, actor, filed.label, ctx.place, ctx.now)


def _state_with(filed: FiledReport, ports: Ports, ctx: RequestContext) -> LabelState:
    """Grade the label as it is with this report."""
    reported = SightingEvent(ctx.now, SightingEventKind.REPORTED, filed.report, filed.id or "this")
    events = (*ports.sightings.events(filed.key, ctx.view), reported)
    return grade(events, ctx.now, rules_of(ports, ctx.tenant), history=False)


def _for_the_desk(filed: FiledReport) -> QueueItem | None:
    if filed.state != "queued":
        return None
    why = "from an account younger than the set age"
    shown = {} if filed.named else {"anonymous": "yes"}
    return QueueItem("report", filed.id, f"{filed.label} ({filed.surface.value})", filed.person, filed.at, why, shown)


def _slow_down(times: list[datetime], now: datetime) -> None:
    minute = [at for at in times if now - at < timedelta(minutes=1)]
    if len(minute) < A_MINUTE and len(times) < AN_HOUR:
        return
    if len(times) >= AN_HOUR:
        again = times[-AN_HOUR] + timedelta(hours=1)
        said = f"You have filed {len(times)} reports in the last hour."
    else:
        again = minute[-A_MINUTE] + timedelta(minutes=1)
        said = f"You have filed {len(minute)} reports in the last minute."
    raise TooMuch(said, todo=("The next one: ", when(again), ". Your draft is kept."))


def _young(ports: Ports, ctx: RequestContext) -> bool:
    days = ports.tenants.settings(ctx.tenant).min_account_days
    return ctx.actor_since is not None and ctx.now - ctx.actor_since < timedelta(days=days)
