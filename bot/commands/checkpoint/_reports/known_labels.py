"""Everything known of a label at a moment, shared by the commands that show it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.commands.checkpoint._reports.meanings import Meaning
from bot.domain.evidence.grade_rules import Grade
from bot.domain.names.subjects import Alias
from bot.domain.sightings.base_rates import BaseRate, Checkpoint
from bot.domain.sightings.confirmations import Check
from bot.domain.sightings.field_guide import FieldGuide
from bot.domain.sightings.field_guide import events as public_events
from bot.domain.sightings.labels import (
    Disguise,
    LabelRefused,
    SimilarLabel,
    bare,
    check,
    close,
    disguises,
    draws_like,
    holds,
    key,
)
from bot.domain.sightings.methods import Attribution, LabelTruth, graded
from bot.domain.sightings.reports import FiledReport
from bot.domain.sightings.shared_counts import SharedCounts
from bot.domain.sightings.sightings import LabelState, SightingEvent, SightingRules, grade
from bot.domain.sightings.surfaces import Surface
from bot.domain.text import shorten
from bot.messages.addresses import FORMER, is_former
from bot.messages.errors import BadArgument, NotFound, TooMuch
from bot.messages.request import RequestContext, View
from bot.ports import Ports
from bot.ports.catalogs.listings import StoredFinding
from bot.ports.sightings import Label, Settled
from bot.queries.labels.label_evidence import ATTRIBUTION, GUIDE
from bot.queries.labels.label_identity import LabelIdentity, identified, label_identity
from bot.queries.labels.label_truths import guide_of, label_truths, method_records
from bot.queries.labels.surface_names import TOLD, place_of
from bot.queries.names import name_of
from bot.queries.records.label_record import AttributionRecord, likeliest, told_label

LABEL_ID = "The name as shown, or the id of a report or guess"  # the description of an option that is a `LabelText`
NEAR = 5
RECENT = 12  # reports whose ids a card names


class LabelText(str):
    """A label, or the id of a report about it, as typed."""

    __slots__ = ()

    @classmethod
    def parse(cls, text: str, ctx: RequestContext) -> "LabelText":
        """Read it.

        Raises:
            TooMuch, BadArgument: it is too long, a mention, a link, or nothing that is drawn.
        """
        del ctx
        try:
            return cls(check(text))
        except LabelRefused as refused:
            kind = TooMuch if refused.too_long else BadArgument
            raise kind(refused.why, todo=refused.todo) from None


@dataclass(frozen=True, slots=True)
class LabelRecord:
    """What is known of a label: here, in the public ledger and on public lists."""

    typed: str
    shown: str
    key: str
    own_label: Label | None
    checkpoint: Checkpoint | None
    events: tuple[SightingEvent, ...]
    state: LabelState
    rules: SightingRules
    reports: Sequence[FiledReport] = ()
    checks: Sequence[Check] = ()
    attributions: tuple[AttributionRecord, ...] = ()
    settled: Settled | None = None
    listed: Sequence[StoredFinding] = ()
    ledger_alias: Alias | None = None  # the public ledger's own row
    elsewhere: SharedCounts | None = None
    surface_rate: BaseRate | None = None
    vendor_rate: BaseRate | None = None
    disguise: tuple[Disguise, ...] = ()
    twin: SimilarLabel | None = None
    similar: tuple[str, ...] = ()
    contained_in: tuple[str, ...] = ()  # labels of which the name is a part
    disputed: bool = False
    watched: bool = False
    names: bool = True
    opened: FiledReport | None = None  # the report whose id was typed
    subjects: Mapping[str, str] = field(default_factory=dict)  # the names of the subjects that attributions name
    identity: LabelIdentity | None = None  # of what it is said to have been, as `/claimcheck` grades it
    meanings: tuple[Meaning, ...] = ()  # what the ledger takes an unreported name for

    @property
    def exists(self) -> bool:
        """Whether the label was ever reported or listed, here or in public."""
        return (
            self.own_label is not None
            or self.checkpoint is not None
            or bool(self.listed)
            or self.ledger_alias is not None
        )

    @property
    def reporters(self) -> int:
        """How many people here have a valid report; public records do not count."""
        if self.own_label is None:
            return 0
        told_in_public = self.checkpoint is not None and any(event.about == "public" for event in self.events)
        return self.state.reporters - told_in_public

    def known_up_to(self, as_of: datetime) -> datetime | None:
        """When anybody or anything last said or looked, by a moment; None where that is not known."""
        moments = [event.at for event in self.events]
        moments += [one.at for one in self.checks]
        moments += [one.at for one in self.listed]
        moments += [said.attribution.read_at or said.attribution.at for said in self.attributions]
        moments += [at for _, at in self.checkpoint.cited] if self.checkpoint is not None else []
        moments += [self.ledger_alias.learned_at] if self.ledger_alias is not None else []
        return max((at for at in moments if at <= as_of), default=None)

    def called(self, subject: str) -> str:
        """Return the name of an attribution's subject.

        A text that is no slug stays unchanged.
        """
        return self.subjects.get(subject, subject)

    def who(self, one: Attribution) -> str:
        """Return an attribution's author, unless names are hidden here.

        Public ones are named.
        """
        return who(one.by) if self.names or one.id.startswith(("AT-P", "AT-L")) else "a member"

    @property
    def surface(self) -> str:
        """Where it was seen."""
        if self.checkpoint is not None:
            return self.checkpoint.surface
        if self.own_label is not None:
            return self.own_label.surface
        if self.listed:
            return place_of(self.listed[0].catalog)
        return TOLD if self.ledger_alias is not None else "model list"

    @property
    def family(self) -> str:
        """The kind of place, for its base rate."""
        if self.checkpoint is not None:
            return self.checkpoint.family
        if self.own_label is not None:
            return Surface(self.own_label.surface).family
        first = next(iter(self.listed), None)
        catalog = first.catalog.partition("@")[0] if first else ""
        return catalog if catalog in ("openrouter", "arena") else "other"

    @property
    def identified_as(self) -> str:
        """What it turned out to be, if known, by the desk's decision before the public record."""
        if self.settled is not None:
            return self.settled.subject
        return self.checkpoint.identified_as if self.checkpoint is not None else ""

    @property
    def word(self) -> str:
        """The grade to print: of a label that the public record settled without proof, that of its identity."""
        return self.sure if self.state.resolved and self.sure else self.state.grade.value

    @property
    def sure(self) -> str:
        """Return the grade of a public identification that is neither established nor came true, else ''."""
        known = self.identity
        if known is None or known.came_true or known.graded.grade in (Grade.CONFIRMED, Grade.SUPPORTED):
            return ""
        return known.graded.word

    @property
    def came_true(self) -> bool:
        """Whether its public identification turned out true."""
        return self.identity is not None and self.identity.came_true

    @property
    def shown_by(self) -> str:
        """Return who established the identity beside the public record, else ''."""
        items = self.identity.graded.items if self.identity is not None else ()
        best = next((item for item in sorted(items, key=lambda one: -one.level) if item.sign > 0), None)
        if best is None or any(name.startswith(GUIDE) for name in best.ids):
            return ""
        return " and ".join(sorted(best.parties))

    @property
    def likeliest(self) -> AttributionRecord | None:
        """The attribution that is as good as sure; None without one, and of a label whose identity is known."""
        return None if self.identified_as else likeliest(self.attributions)

    @property
    def how_known(self) -> str:
        """How that is known."""
        if self.settled is not None:
            return self.settled.how_known
        return self.checkpoint.how_known if self.checkpoint is not None else ""


def who(person: str) -> str:
    """A person without their platform's prefix.

    "a member" where only the platform's number is known of them.
    """
    if is_former(person):
        return FORMER
    name = person.partition(":")[2] or person
    return "a member" if _NUMBER.fullmatch(name.rpartition("/")[2]) else name


def rules_of(ports: Ports, tenant: str) -> SightingRules:
    """The tenant's rules: only the age of an account is theirs to set."""
    return SightingRules(account_age=timedelta(days=ports.tenants.settings(tenant).min_account_days))


def find(ports: Ports, ctx: RequestContext, typed: str, *, history: bool = False) -> LabelRecord:
    """Everything known of a label, also by the id of a report or attribution of it."""
    store, view = ports.sightings, ctx.view
    report = store.report(typed, view)
    name = report.label if report else _attributed(ports, view, typed) or typed
    if report is None and _ID.fullmatch(name.strip()):
        raise _no_report(ports, view, typed)
    found = store.canonical(report.key if report else _key(name), view)
    own, guide = store.label(found, view), store.guide()
    public = _in_public(guide, (name, *((own.shown,) if own else ())), view)
    told = told_label(ports, name, view)
    public = identified(ports, view, public, told)
    listed = ports.listings.of_label(found, view)
    shown = _shown(own, public, listed) or name
    events = (*store.events(found, view), *(public_events(public, view.as_of) if public else ()))
    rules = rules_of(ports, ctx.tenant)
    settled = next(iter(reversed(store.settled(view, found))), None)
    exists = own is not None or public is not None or bool(listed) or told is not None
    names = () if exists and not disguises(typed) else known_names(ports, view)
    truths = label_truths(ports, view)
    part, near = ((), ()) if exists else _alike(name, names)
    known = LabelRecord(
        typed=typed,
        shown=shown,
        key=found,
        own_label=own,
        checkpoint=public,
        events=events,
        state=grade(events, view.as_of, rules, history=history),
        rules=rules,
        reports=store.reports(found, view, 50 if history else RECENT),
        checks=store.checks(found, view),
        attributions=_said(ports, view, found, shown, truths),
        settled=settled,
        listed=listed,
        ledger_alias=told,
        elsewhere=store.elsewhere(found, view),
        disguise=disguises(name),
        twin=draws_like(name, names) if names else None,
        similar=near[:NEAR],
        contained_in=part,
        disputed=is_disputed(ports, view, found, settled.at if settled else None),
        watched=shown in store.watching(ctx.actor, ctx.tenant),
        names=ports.tenants.settings(ctx.tenant).names_shown,
        opened=report,
    )
    return _rated(known, ports, view, truths)


def is_disputed(ports: Ports, view: View, key: str, settled_at: datetime | None) -> bool:
    """Whether an objection to a label waits that is younger than the desk's decision on it."""
    waiting = (item for item in ports.desk.about(key, view, "dispute") if item.state == "waiting")
    return any(settled_at is None or item.at > settled_at for item in waiting)


def _alike(name: str, names: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The labels of which a name is a part, none where many are; and those with all that are close to it."""
    part = tuple(other for other in names if holds(other, name))
    part = part if len(part) <= NEAR else ()
    return part, tuple(dict.fromkeys((*part, *(other for other in names if close(name, other)))))


def _in_public(guide: FieldGuide, names: Sequence[str], view: View) -> Checkpoint | None:
    """The public record of the first of a label's names that has one."""
    return next((found for name in names if (found := guide.find(name, view.as_of)) is not None), None)


def _shown(own: Label | None, public: Checkpoint | None, listed: Sequence[StoredFinding]) -> str:
    """Return a label's display form: here, else in public, else in a list, else ''."""
    if own is not None:
        return own.shown
    if public is not None:
        return public.label
    return listed[0].label if listed else ""


def _key(name: str) -> str:
    """Return the key of a typed name, or of the last part of an id."""
    return key(bare(name) if "/" in name else name)


_ID = re.compile(rf"CP-?\d{{1,9}}|{ATTRIBUTION}[PL]?\d{{1,9}}", re.IGNORECASE)
_NUMBER = re.compile(r"\d{15,}|[UW][A-Z0-9]{8,}")  # how platforms number people


def _attributed(ports: Ports, view: View, typed: str) -> str:
    """The label of an attribution's id, made here or in public; '' for anything else."""
    wanted = typed.strip().upper()
    if not wanted.startswith(ATTRIBUTION):
        return ""
    known = (*ports.sightings.guide().attributions, *ports.sightings.attributions(view))
    return next((one.label for one in known if one.id == wanted and one.at <= view.as_of), "")


def _no_report(ports: Ports, view: View, typed: str) -> NotFound:
    recent = tuple(one.shown for one in ports.sightings.labels(view, limit=NEAR))
    return NotFound(
        f"There is no {shorten(typed.strip().upper(), 20)} here.",
        todo="Look it up by its name." if recent else "Nobody has reported anything here yet.",
        choices=recent,
    )


def _rated(known: LabelRecord, ports: Ports, view: View, truths: Mapping[str, LabelTruth]) -> LabelRecord:
    guide = guide_of(ports, view, truths)
    vendor = known.checkpoint.vendor if known.checkpoint else ""
    slugs = {said.attribution.subject for said in known.attributions} | {known.identified_as}
    called = {slug: name_of(ports, view, slug) for slug in slugs if "/" in slug}
    return replace(
        known,
        subjects=called,
        surface_rate=guide.surface_rate(known.family, view.as_of),
        vendor_rate=guide.vendor_rate(vendor, view.as_of),
        identity=_identity(known, ports, view),
    )


def _identity(known: LabelRecord, ports: Ports, view: View) -> LabelIdentity | None:
    """Grade the identity that the public record gives."""
    if known.settled is not None or known.checkpoint is None or not known.checkpoint.identified_as:
        return None
    return label_identity(
        ports, view, known.checkpoint.label, min(known.checkpoint.subjects, default=known.checkpoint.identified_as)
    )


def _said(
    ports: Ports, view: View, found: str, shown: str, truths: Mapping[str, LabelTruth]
) -> tuple[AttributionRecord, ...]:
    here = (*ports.sightings.guide().attributed(shown, view.as_of), *ports.sightings.attributions(view, found))
    if not here:
        return ()
    truth = truths.get(found) or truths.get(key(shown))
    record = method_records(ports, view, truths)
    return tuple(AttributionRecord(one, graded(one, here, truth), record[one.method]) for one in here)


def known_names(ports: Ports, view: View) -> tuple[str, ...]:
    """Every label known here or in public, the most recently changed here first."""
    own = [one.shown for one in ports.sightings.labels(view)]
    public = [one.label for one in ports.sightings.guide().labels(view.as_of)]
    return tuple(dict.fromkeys((*own, *public)))
