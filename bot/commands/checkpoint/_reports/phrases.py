"""Replies of the report steps.

Open questions, missing facts, similar labels, preview. Also the receipt.
"""

from dataclasses import dataclass, replace

from bot.commands.checkpoint._reports.report_draft import Similar, Stage, version
from bot.commands.checkpoint._reports.whereabouts import about
from bot.dispatch.error_reply import error_reply
from bot.domain.sightings.labels import Disguise, SimilarLabel
from bot.domain.sightings.labels import key as key_of
from bot.domain.sightings.reports import FiledReport
from bot.domain.sightings.sightings import LabelState, SightingGrade
from bot.messages.errors import UserError
from bot.messages.order import order
from bot.messages.reply import Bullets, Button, Fields, Form, Part, Reply, Severity, Text, Words, bold
from bot.messages.request import RequestContext
from bot.messages.words import WITHDRAW
from bot.ports.pictures import Picture

FORM = ("label", "how", "where", "text", "image")
QUESTIONS = {"label": "the label", "how": "how you know", "surface": "when and where", "text": "what you saw"}


@dataclass(frozen=True, slots=True)
class Begun:
    """A report in progress: its values, similar labels, and the next step.

    ``stale`` says that a button of an earlier draft was pressed, which saves nothing.
    """

    stage: Stage
    values: dict[str, str]
    open: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    similar: tuple[Similar, ...] = ()
    picture: Picture | None = None
    filed: FiledReport | None = None
    standing: LabelState | None = None
    disguise: tuple[Disguise, ...] = ()
    twin: SimilarLabel | None = None
    last: str = ""
    drafted: bool = False
    stale: bool = False
    refused: UserError | None = None


def _form(found: Begun, label: str = "Continue editing") -> Form:
    filled = {name: found.values[name] for name in ("label", "how", "where", "text") if found.values.get(name)}
    return Form(label, "checkpoint report", {**filled, "step": "edit"}, _questions(found))


def _questions(found: Begun) -> tuple[str, ...]:
    """Return the form's five fields.

    An unreadable place is replaced by a list of places.
    """
    unread = found.values.get("read") and not found.values.get("surface")
    return tuple("surface" if unread and name == "where" else name for name in FORM)


def refused(found: Begun, ctx: RequestContext) -> Reply:
    """Explain what is wrong, and that all other input is kept."""
    assert found.refused is not None  # noqa: S101 - a refusal always has one
    reply = error_reply(found.refused, ctx.typed)
    kept = Text("What you have typed is kept for 15 minutes.", quiet=True)
    return replace(reply, parts=(*reply.parts, kept), actions=(*reply.actions, _form(found)))


def ask(found: Begun) -> Reply:
    """The questions that are still open, as a form."""
    line = found.values.get("read")
    unread = line if "surface" in found.open else ""
    return Reply(
        title="Report a sighting",
        parts=(
            *((Text(f"I know no place called “{line}”: choose the nearest, or “other”."),) if unread else ()),
            Text(f"Still open: {', '.join(QUESTIONS[name] for name in found.open)}."),
            Text("What you have typed is kept for 15 minutes.", quiet=True),
        ),
        form=_form(found, "Report a sighting"),
        data={"state": "asking", "missing": found.open, "label": found.values.get("label")},
    )


def weak(found: Begun) -> Reply:
    """Explain what the text lacks; it is kept."""
    typed = found.values.get("text", "")
    return Reply(
        title="This does not let anyone check it yet",
        parts=(
            Text(("You wrote: ", typed[:300])) if typed else Text("There is no account of what you saw."),
            Bullets(found.lacks, "Missing"),
            Text(
                "For example: the picker listed it between 5.4 and 5.4 Pro; the reply header said …; "
                "gone after reload. Could be a tuned 5.4 Pro."
            ),
            Text("Your text is kept for 15 minutes. After two returns it is taken as it is, as CASUAL.", quiet=True),
        ),
        severity=Severity.WARN,
        actions=(_form(found), Button("Cancel", order("checkpoint report", step="cancel"), in_place=True)),
        data={"state": "returned", "missing": found.lacks, "label": found.values["label"], "kept": typed},
    )


def look_alike(found: Begun) -> Reply:
    """Ask about similar labels: same, different, not sure."""
    first = found.similar[0]
    same = "the same screenshot, counted once" if first.picture else "the same label"
    return Reply(
        title=f"Is it {first.label}?",
        parts=(Bullets(tuple(one.text for one in found.similar), f"This looks like {same}"), *_warning(found)),
        actions=(
            Button("Same, add mine", order("checkpoint report", step="same"), "main", in_place=True),
            Button("Different", order("checkpoint report", step="different"), in_place=True),
            Button("Not sure", order("checkpoint report", step="not sure"), in_place=True),
            Button("Cancel", order("checkpoint report", step="cancel"), in_place=True),
        ),
        note="Nothing is saved yet.",
        data={
            "state": "similar",
            "label": found.values["label"],
            "similar": [
                {"label": one.label, "alike": round(one.alike, 2), "picture": one.picture, "reports": one.reports}
                for one in found.similar
            ],
        },
    )


def _warning(found: Begun) -> tuple[Part, ...]:
    if found.twin is not None:
        return (
            Text((bold("Look-alike: "), f"what you typed is not “{found.twin.name}”; some letters only look alike.")),
        )
    if found.disguise:
        return (Text((bold("Look closely: "), f"the name has {', '.join(one.value for one in found.disguise)}.")),)
    return ()


def preview(found: Begun, ctx: RequestContext) -> Reply:
    """Show exactly what members here will see."""
    filed, values = found.filed, found.values
    assert filed is not None  # noqa: S101 - a preview always has one
    pairs: list[tuple[str, Words]] = [
        ("Label", filed.label),
        ("Where", filed.surface.value + (f", {filed.plan.value}" if filed.plan else "")),
        ("When", about(filed.seen) + ("" if values.get("seen") else " (now, as you gave no time)")),
        ("How you know", filed.how.value),
        ("Your text", filed.text or "(none)"),
    ]
    if filed.link:
        pairs.append(("Link (stored, never opened)", filed.link))
    if values.get("drawn"):
        pairs.append(("Picture", f"{values.get('pixels', '')} pixels, metadata removed"))
    pairs.append(("Your name", "shown to members here" if filed.named else "not shown"))
    look = (
        (Text("Please look for your name, e-mail, chat titles or file names in the picture."),) if filed.drawn else ()
    )
    save = order("checkpoint report", step="save", draft=version(values))
    nameless = order("checkpoint report", step="save", draft=version(values), anonymous=True)
    return Reply(
        title="Nothing was saved: the draft has changed since" if found.stale else "Before I save it",
        parts=(
            Text("Members here will see exactly this:"),
            Fields(tuple(pairs)),
            *look,
            *_warning(found),
            *((Bullets(found.lacks, "It will be CASUAL, because it lacks"),) if found.lacks else ()),
        ),
        actions=(
            Button("Save report", save, "main", in_place=True),
            *((Button("Save without my name", nameless, in_place=True),) if filed.named else ()),
            _form(found, "Edit"),
            Button("Cancel", order("checkpoint report", step="cancel"), in_place=True),
        ),
        note="Nothing is saved yet; this draft is kept for 15 minutes.",
        data={
            "state": "preview",
            "stale": found.stale,
            "label": filed.label,
            "surface": filed.surface.value,
            "how": filed.how.value,
            "seen": filed.seen,
            "complete": filed.complete,
            "named": filed.named,
            "link": filed.link or None,
            "grade_after": found.standing.grade.value if found.standing else None,
            "as_of": ctx.as_of,
        },
    )


def receipt(found: Begun) -> Reply:
    """Confirm that it was saved, with its grade and what would raise it."""
    filed, standing = found.filed, found.standing
    assert filed is not None  # noqa: S101 - what was saved has both
    assert standing is not None  # noqa: S101 - a label that is known has a standing
    reason = dict(standing.left_out).get(filed.id, "")
    lines = []
    if filed.state == "queued":
        lines.append("Your account is new here: the desk looks at it first; until then it does not count.")
    elif reason and reason != "not needed":
        lines.append(f"It is kept, but does not lift the grade: {reason}.")
    if standing.grade is SightingGrade.NEEDS:
        have = max(0, len(standing.counted) - 1)
        lines.append(
            f"To lift it: two other people on their own accounts ({have} of 2), or a public list that shows it."
        )
    elif standing.grade is SightingGrade.CASUAL:
        lines.append("To lift it: a first-hand account that somebody else could check.")
    lines.append("I will tell you when it changes.")
    return Reply(
        title=f"{filed.id} saved — {standing.grade.value}",
        parts=(Text(f"{filed.label} · {filed.surface.value} · {standing.reason}"), Bullets(tuple(lines))),
        severity=Severity.GOOD,
        actions=(
            Button("Show it", order("checkpoint show", label=filed.label)),
            Button("Edit", order("checkpoint edit", id=filed.id)),
            Form(f"{WITHDRAW} {filed.id}…", "checkpoint withdraw", {"id": filed.id}),  # the form is the second thought
            Button("Don't tell me", order("checkpoint watch", label=filed.label, off=True)),
        ),
        data={
            "state": filed.state if filed.state == "queued" else "saved",
            "id": filed.id,
            "label": filed.label,
            "key": key_of(filed.label),
            "grade": standing.grade.value,
            "reason": standing.reason,
            "missing": standing.missing,
            "counted": filed.id in standing.counted,
            "not_counted": reason or None,
        },
        shows=(filed.id,),
    )


def nothing(found: Begun) -> Reply:
    """That there is no draft to go on with."""
    last = f" Your last report is {found.last}." if found.last else ""
    return Reply(
        title="There is no report to go on with",
        parts=(Text(f"It was saved or cancelled already, or is older than 15 minutes.{last}"),),
        severity=Severity.WARN,
        actions=(
            *((Button(f"Show {found.last}", order("checkpoint show", label=found.last)),) if found.last else ()),
            Form("Report a sighting", "checkpoint report", {}, FORM),
        ),
        data={"state": "nothing", "last": found.last or None},
    )
