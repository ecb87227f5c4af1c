"""Accounts by people who saw a label, as members read them."""

from bot.commands.checkpoint._reports.known_labels import LabelRecord, who
from bot.commands.checkpoint._reports.whereabouts import about
from bot.domain.sightings.reports import FiledReport
from bot.domain.text import shorten
from bot.messages.reply import Bullets, Part, Words

SHOWN = 3
BRIEF = 160  # characters of an account on a card; whole where its id was asked for


def accounts(found: LabelRecord) -> tuple[Part, ...]:
    """List accounts in brief, counted ones first, after the requested one in full."""
    opened = found.opened
    lines = [_line(found, opened, len(opened.text))] if opened is not None else []
    others = [one for one in found.reports if one.state == "live" and (opened is None or one.id != opened.id)]
    others.sort(key=lambda one: one.id not in found.state.counted)  # else newest first, as they come
    lines += [_line(found, one, BRIEF) for one in others[: SHOWN - len(lines)]]
    return (Bullets(tuple(lines), "What they saw"),) if lines else ()


def _line(found: LabelRecord, one: FiledReport, longest: int) -> Words:
    if one.state == "withdrawn":
        return f"{one.id} · withdrawn, its text and picture are erased"
    by = who(one.person) if one.named and found.names else "a member"
    place = f"{one.surface.value}, {one.plan.value}" if one.plan else one.surface.value
    facts = " · ".join(filter(None, (one.id, place, one.how.value, about(one.seen), by, _standing(found, one))))
    if one.state != "live" or not one.text:
        return facts
    return f"{facts}: “{shorten(one.text, longest)}” {one.link}".strip()


def _standing(found: LabelRecord, one: FiledReport) -> str:
    """Why an account does not count, if it does not."""
    if one.state == "queued":
        return "waits for the desk"
    why = one.state if one.state != "live" else dict(found.state.left_out).get(one.id, "")
    return f"not counted: {why}" if why and why != "not needed" else ""
