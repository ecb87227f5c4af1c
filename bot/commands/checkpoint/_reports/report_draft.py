"""A report in progress: typed and stored values, and the next step.

A draft is a plain mapping of words, so that it can be stored between a preview and its *Save* button, on any platform
and across a restart.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from hashlib import sha256

from bot.commands.checkpoint._reports import whereabouts
from bot.domain.sightings.confirmations import Plan
from bot.domain.sightings.labels import close, key, likeness
from bot.domain.sightings.report_basis import ReportBasis
from bot.domain.sightings.reports import FiledReport, LinkRefused, link, missing
from bot.domain.sightings.sightings import same_picture
from bot.domain.sightings.surfaces import Surface
from bot.domain.time import format_time
from bot.messages.errors import BadArgument
from bot.messages.request import RequestContext
from bot.ports.sightings import Label, ReportPicture

RETURNS = 2  # times a weak text is handed back before it is taken as it is, as CASUAL
EARLIEST = timedelta(days=730)
SIMILAR = 3
PREVIEW_FIELDS = ("label", "surface", "plan", "how", "text", "link", "seen", "drawn", "decided", "into")


class Stage(StrEnum):
    """The step a report is at."""

    ASK = "ask"
    WEAK = "weak"
    SIMILAR = "similar"
    PREVIEW = "preview"
    SAVED = "saved"
    CANCELLED = "cancelled"
    REFUSED = "refused"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Similar:
    """A label that the reported one may be: its textual and visual similarity."""

    label: str
    key: str
    reports: int
    since: datetime | None
    alike: float
    picture: bool = False

    @property
    def text(self) -> str:
        """In words, as the duplicate step shows it."""
        reports = f"{self.reports} report{'s' if self.reports != 1 else ''} here" if self.reports else "known in public"
        since = f" since {format_time(self.since)}" if self.since else ""
        picture = ", the same picture" if self.picture else ""
        return f"{self.label} — {reports}{since} (text {self.alike * 100:.0f} % alike{picture})"


def merged(draft: Mapping[str, str] | None, typed: Mapping[str, str], *, going_on: bool) -> dict[str, str]:
    """Merge stored values with those typed now.

    A new label begins a new report; correcting it during a report keeps everything except answers about the old label.
    """
    kept = dict(draft or {})
    if "label" in typed and key(typed["label"]) != key(kept.get("label", "")):
        kept = {name: value for name, value in kept.items() if name not in ("decided", "into")} if going_on else {}
    return {**kept, **typed}


def parse_where(values: Mapping[str, str], ctx: RequestContext) -> dict[str, str]:
    """Add what the line about time and place says; each line is parsed only once.

    "2 h ago" therefore stays that moment. Parts the line omits stay as they were; an unknown place stays open.

    Raises:
        BadArgument: it names a day or time that does not exist, or one in the future.
    """
    line, made = values.get("where", ""), dict(values)
    if not line or line == values.get("read"):
        return made
    read = whereabouts.read(line, ctx)
    made["read"] = line
    if read.unread:
        made.pop("surface", None)
    if read.surface is not None:
        made["surface"] = read.surface.value
    if read.seen is not None:
        made["seen"] = checked_time(read.seen, ctx).isoformat()
    if read.plan is not None:
        made["plan"] = read.plan.value
    return made


def wanted(values: Mapping[str, str]) -> tuple[str, ...]:
    """The questions that are still open."""
    fields = [name for name in ("label", "how", "surface") if not values.get(name)]
    if not values.get("text") and values.get("how") != ReportBasis.POST.value:
        fields.append("text")
    return tuple(fields)


def version(values: Mapping[str, str]) -> str:
    """Eight letters of what a draft says.

    A button saves the draft it was shown beside, and no later one.
    """
    said = "\0".join(f"{name}={values.get(name, '')}" for name in PREVIEW_FIELDS)
    return sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def checked_link(text: str) -> str:
    """Return the address as it will be stored.

    Raises:
        BadArgument: it cannot serve as evidence; says why.
    """
    try:
        return link(text)
    except LinkRefused as refused:
        raise BadArgument(
            "I cannot take that link.", why=str(refused), todo="I never open links; give one that others can read."
        ) from None


def checked_time(seen: datetime | None, ctx: RequestContext) -> datetime:
    """Return when it was seen; a day that is not over counts as now.

    Raises:
        BadArgument: it is in the future, or more than two years ago.
    """
    if seen is None:
        return ctx.now
    if seen > ctx.now:
        if seen - ctx.now < timedelta(days=1) and (seen.minute, seen.second) == (59, 59):
            return ctx.now
        raise BadArgument("That time is in the future.", todo="Say when you saw it, e.g. today 14:02.")
    if seen < ctx.now - EARLIEST:
        raise BadArgument("That is more than two years ago.", todo="Say when you saw it.")
    return seen


def lacks(values: Mapping[str, str]) -> tuple[str, ...]:
    """List what the text lacks to be checkable by others."""
    return missing(values.get("text", ""), values.get("label", ""))


def similar(
    values: Mapping[str, str], labels: tuple[Label, ...], public: tuple[str, ...], drawn: tuple[ReportPicture, ...]
) -> tuple[Similar, ...]:
    """Return labels that the reported one may be, likeliest first."""
    label, found = values["label"], {}
    shown = int(values["drawn"], 16) if values.get("drawn") else None
    pictured = {one.key for one in drawn if same_picture(one.drawn, shown)}
    own = {one.key for one in labels}
    for one in labels:
        if close(label, one.shown) or one.key in pictured:
            alike = 1.0 if one.key == key(label) else likeness(label, one.shown)
            found[one.key] = Similar(one.shown, one.key, one.reports, one.learned_at, alike, one.key in pictured)
    for name in public:
        if key(name) not in own and key(name) != key(label) and close(label, name):
            found[key(name)] = Similar(name, key(name), 0, None, likeness(label, name))
    return tuple(sorted(found.values(), key=lambda one: (-one.picture, -one.alike, -one.reports))[:SIMILAR])


def filed(values: Mapping[str, str], ctx: RequestContext, *, queued: bool, taken: frozenset[str]) -> FiledReport:
    """Build the report to store, not yet numbered.

    ``taken`` are the keys in use, for a label said to be another of the same name.
    """
    own = values.get("into") or key(values["label"])
    if values.get("decided") == "different" and own in taken:
        own = next(f"{own} #{n}" for n in range(2, 1000) if f"{own} #{n}" not in taken)
    how = ReportBasis(values["how"])
    return FiledReport(
        id="",
        key=own,
        label=values["label"],
        surface=Surface(values["surface"]),
        how=how,
        person=ctx.actor,
        seen=datetime.fromisoformat(values.get("seen") or values["begun"]).astimezone(UTC),
        at=ctx.now,
        text=values.get("text", ""),
        plan=Plan(values["plan"]) if values.get("plan") else None,
        link=values.get("link", ""),
        picture=values.get("picture", ""),
        drawn=int(values["drawn"], 16) if values.get("drawn") else None,
        since=ctx.actor_since,
        named=values.get("anonymous") != "yes",
        complete=not lacks(values) and how.first_hand,
        state="queued" if queued else "live",
    )
