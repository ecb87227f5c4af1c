"""Changes of labels.

A local grade, a name in the field guide, a finding in a list.
"""

from __future__ import annotations

from bot.domain.catalogs.findings import FindingKind
from bot.domain.evidence.grade_rules import Grade
from bot.domain.names.subjects import fold
from bot.domain.notify.changes import Change, mark
from bot.domain.notify.digest_sections import ChangeKind
from bot.domain.sightings.base_rates import Checkpoint
from bot.domain.sightings.labels import key as key_of
from bot.domain.sightings.sightings import grade
from bot.messages.request import View
from bot.ports import Ports
from bot.ports.catalogs.listings import StoredFinding
from bot.queries.labels.label_identity import label_identity
from bot.queries.names import slug_of

# A renamed namespace, a row that was hidden again, an anonymous row without a name: for the desk, not for news.
_LISTED = frozenset(
    {
        FindingKind.STEALTH,
        FindingKind.CODENAME,
        FindingKind.PROVIDER,
        FindingKind.REVEAL,
        FindingKind.UNMASKED,
        FindingKind.FREE,
        FindingKind.GONE,
    }
)


def of_label(ports: Ports, key: str, view: View, before: str) -> Change | None:
    """Return a label's change from grade ``before`` ('' for none), or None."""
    label = ports.sightings.label(key, view)
    if label is None or ports.sightings.canonical(key, view) != key:
        return None
    after = grade(ports.sightings.events(key, view), view.as_of)
    word = after.grade.value
    if word == before:
        return None
    about = tuple(dict.fromkeys(said.subject for said in ports.sightings.attributions(view, label.key)))
    settled = ports.sightings.settled(view, label.key)
    reports = ports.sightings.reports(label.key, view, 1)
    kind = ChangeKind.REVEAL if word == "RESOLVED" else ChangeKind.SIGHTING
    return Change(
        mark(kind, label.key, word, view.as_of),
        kind,
        reports[0].id if reports else label.shown,
        about,
        f"“{label.shown}” on {label.surface}",
        before,
        word,
        view.as_of,
        grade=word,
        why=f"it was {settled[-1].subject}" if settled and settled[-1].subject else after.reason,
        formed=not before or word in ("CORROBORATED", "RESOLVED"),
        tenant=view.tenant,
        label=label.key,
    )


def of_guide(ports: Ports, label: Checkpoint, view: View) -> Change | None:
    """Return a field-guide label's new identity; None if it is its own name."""
    at = label.known_at
    if at is None or not label.identified_as or fold(label.label) == fold(label.identified_as):
        return None
    about = {slug_of(ports, view, label.identified_as)} - {""}
    return Change(
        mark(ChangeKind.REVEAL, label.label, label.identified_as, at),
        ChangeKind.REVEAL,
        label.label,
        tuple(sorted(about | label.subjects)),
        f"“{label.label}” on {label.surface}",
        "",
        f"it was {label.identified_as}",
        at,
        next(iter(label.sources), ""),
        grade=_sure(ports, label, view),
        why=label.how_known,
        label=key_of(label.label),
    )


def _sure(ports: Ports, label: Checkpoint, view: View) -> str:
    """Return the grade of a field guide's identification, as `/claimcheck` gives it."""
    found = label_identity(ports, view, label.label, min(label.subjects, default=label.identified_as))
    return found.graded.grade.value if found is not None else "UNCONFIRMED"


def of_finding(ports: Ports, shown: StoredFinding, view: View) -> Change | None:
    """Return a list's finding.

    A stealth id, a reveal, or a removed id with successors.
    """
    if shown.kind not in _LISTED:
        return None
    names = [name for name in (shown.named, *shown.candidates[:1]) if name]
    about = dict.fromkeys(slug for name in names if (slug := slug_of(ports, view, name)))
    after = f"{shown.kind.value}: {shown.named}" if shown.named else shown.kind.value
    maybe = f"; perhaps now {', '.join(shown.candidates[:3])} (candidates, not facts)" if shown.candidates else ""
    kind = ChangeKind.REVEAL if shown.kind.names else ChangeKind.SIGHTING
    return Change(
        mark(kind, shown.id, after, shown.at),
        kind,
        shown.id,
        tuple(about),
        f"“{shown.label}” on {shown.catalog}",
        "",
        after,
        shown.at,
        shown.source,
        shown.catalog,
        grade=Grade.SUPPORTED if shown.kind.names else Grade.UNCONFIRMED,
        why=shown.why + maybe,
        formed=shown.kind is not FindingKind.GONE,
        tenant=view.tenant,
        label=key_of(shown.label),
    )
