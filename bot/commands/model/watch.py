"""``/model watch``: notify of changes to a model, or of shutdowns and prices of a list."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.commands.model._ours import KINDS, LEAST, OurList, our_list
from bot.commands.model._watch import WatchedModel, missing_alerts, numbered, watched
from bot.dispatch.command import Command, option
from bot.messages import words
from bot.messages.addresses import person_place
from bot.messages.errors import TooMuch
from bot.messages.order import order
from bot.messages.reply import Bullets, Button, Part, Reply, Severity, Text
from bot.messages.request import RequestContext, Role
from bot.notifications.arguments import Recipient, known_place, place_for, place_name
from bot.ports import Ports
from bot.ports.notifications.subscriptions import Alert
from bot.queries.families.model_list import ModelList, read_model_list

MOST = 100  # alerts of one server or workspace
TOLD = "Told of: release, shutdown, price and limits, sightings, what a label turned out to be, and changes of grades."
TOLD_OUT = "Still told of: its shutdown, price and limits, sightings, and changes of grades."
TOLD_GONE = "Still told of: claims about it, sightings, and whether it comes back."
TOLD_LIST = (
    "Told of: shutdowns when they are announced and 90, 30, 7 and 1 days before; prices and limits, before → after."
)


@dataclass(frozen=True, slots=True)
class WatchModelInputs:
    """The model, or the list as read, and the alerts to add or change."""

    model: WatchedModel | None
    added: tuple[Alert, ...]
    listed: ModelList | None = None
    ours: OurList | None = None


class WatchModel(Command[WatchModelInputs], name="model watch", channels=Role.MANAGER):
    """Notify me of changes to a model, or of shutdowns and prices of a pasted list of models."""

    model: str = option("Model, or a list: paste ids or a configuration", complete="subject", key="name", limit=4_000)
    confirm: bool = option("Ask before it is saved", default=False, hidden=True)
    where: Recipient | None = option("Channel, or me; default: me, for a list this channel", default=None)

    async def gather(self, ports: Ports, ctx: RequestContext) -> WatchModelInputs:
        """Read the model or the list, and its existing alerts."""
        listed = read_model_list(ports, ctx.view, self.model)
        if len(listed.models) >= LEAST:
            return self._gather_list(ports, ctx, listed)
        place = known_place(ports, ctx, place_for(self.where, ctx)) if self.where else ""
        model = watched(ports, ctx, self.model, place)
        added = missing_alerts(ctx, model)
        _refuse_too_many(ports, ctx, len([one for one in added if not one.number]))
        return WatchModelInputs(model, added, listed)

    def _gather_list(self, ports: Ports, ctx: RequestContext, listed: ModelList) -> WatchModelInputs:
        ours = our_list(ports, ctx, known_place(ports, ctx, place_for(self.where, ctx)), listed.slugs)
        _refuse_too_many(ports, ctx, len(KINDS) if not ours.before else 0)
        return WatchModelInputs(None, ours.alerts, listed, ours)

    async def reserve(self, found: WatchModelInputs, ports: Ports, ctx: RequestContext) -> WatchModelInputs:
        """Number the alerts that are new."""
        if self.confirm:
            return found
        added = await numbered(ports, ctx.tenant, found.added)
        ours = replace(found.ours, alerts=added) if found.ours is not None and added else found.ours
        return replace(found, added=added, ours=ours)

    def answer(self, found: WatchModelInputs, ctx: RequestContext) -> Reply:
        """The question whether to save it, or that it is saved."""
        if found.listed is not None and found.ours is not None:
            return self._answer_list(found.listed, found.ours, ctx)
        model = found.model
        assert model is not None  # noqa: S101 - one of the two is there
        mine = model.place == person_place(ctx.actor)
        heard = "I write to you alone" if mine else f"Posted {place_name(model.place, ctx)}"
        listed = found.listed
        unread = (_unread(listed),) if listed is not None and listed.models and listed.unread else ()
        asks = self.confirm and bool(found.added)
        added = 0 if asks else len(found.added)
        data = {"subject": model.slug, "watching": not asks, "added": added, "place": model.place, "as_of": ctx.as_of}
        if asks:
            made = order("model watch", name=model.slug, where=str(self.where) if self.where else None)
            yes = Button("Yes, tell me", made, "main", in_place=True)
            return Reply(
                title=_question(model),
                parts=(Text(_told_of(model)), *unread, Text(f"{heard}; you can stop it at any time.", quiet=True)),
                actions=(yes,),
                data=data,
            )
        ids = ",".join(dict.fromkeys(one.id for one in (*model.alerts, *found.added)))
        end = order("model unwatch", name=model.slug) if mine else order("alerts stop", which=ids)
        again = "You watch" if not found.added else "You now watch"
        return Reply(
            title=f"{again} {model.name}.",
            parts=(
                *((Text(f"{said}."),) if (said := _state_said(model)) else ()),
                Text(_told_of(model)),
                *unread,
                Text(f"{heard}, at most five times a day for each.", quiet=True),
            ),
            severity=Severity.GOOD,
            actions=(Button(words.STOP_WATCHING, end, in_place=True),),
            data=data,
        )

    def _answer_list(self, listed: ModelList, ours: OurList, ctx: RequestContext) -> Reply:
        """Confirm how the list was read, where alerts go, and its previous content."""
        where = place_name(ours.place, ctx)
        named = tuple(f"{one.written} → {one.name}" for one in listed.models[:25])
        parts: list[Part] = [Text(TOLD_LIST), Bullets(named, "Read as")]
        if listed.unread:
            parts.append(_unread(listed))
        gone = [slug for slug in ours.before if slug not in listed.slugs]
        if gone:
            parts.append(Text(f"No longer in the list: {', '.join(gone[:10])}."))
        data = {
            "subject": None,
            "watching": not self.confirm,
            "added": len(ours.alerts),
            "place": ours.place,
            "models": list(listed.slugs),
            "unread": list(listed.unread),
            "removed": gone,
            "as_of": ctx.as_of,
        }
        if self.confirm:
            again = order("model watch", name=", ".join(listed.slugs), where=str(self.where) if self.where else None)
            yes = Button("Yes, tell us", again, "main", in_place=True)
            asked = f"Shall I watch {len(listed.models)} models ({where})?"
            return Reply(title=asked, parts=tuple(parts), actions=(yes,), data=data)
        return Reply(
            title=f"Watching {len(listed.models)} models ({where}).",
            parts=tuple(parts),
            severity=Severity.GOOD,
            actions=(
                Button("Shutdown dates", order("model retiring"), "main"),
                *(Button(f"Remove {one.id}", order("alerts remove", id=one.id)) for one in ours.alerts[:1]),
            ),
            note="Paste a list again to replace this one.",
            data=data,
        )

    async def keep(self, found: WatchModelInputs, ports: Ports, ctx: RequestContext) -> None:
        """Store the alerts; they are active from now on."""
        for alert in () if self.confirm else found.added:
            await ports.subscriptions.keep(alert, ctx.now)


def _unread(listed: ModelList) -> Text:
    """Name what was typed and names no model."""
    return Text(f"Not understood: {', '.join(listed.unread[:10])}.")


def _state_said(model: WatchedModel) -> str:
    """Format that a model is out, since when, or that nothing names it; '' of one that is awaited."""
    name = f"{model.name} is {model.identity}, which" if model.identity else model.name
    return model.state.release_said(name) if model.known else f"{model.name} is not known here"


def _question(model: WatchedModel) -> str:
    """Ask whether to watch a model; of one that is out or not known that comes first."""
    said = _state_said(model)
    if not said:
        return f"Shall I tell you when anything changes about {model.name}?"
    awaited = "anything else about it changes" if model.known else "anything names it"
    return f"{said}. Shall I tell you when {awaited}?"


def _told_of(model: WatchedModel) -> str:
    """Format what a watch can still tell: of a model that is out no release."""
    if model.state.ends:
        return TOLD_GONE
    return TOLD_OUT if model.state.is_out and model.state.variant is None else TOLD


def _refuse_too_many(ports: Ports, ctx: RequestContext, added: int) -> None:
    """Refuse more alerts than a place may have.

    Raises:
        TooMuch: there would be more than `MOST`.
    """
    if added and len(ports.subscriptions.alerts(ctx.tenant)) + added > MOST:
        raise TooMuch(f"There are {MOST} alerts here, which is the most.", todo="Remove one: /alerts remove")
