"""Everything known of one subject at a moment, gathered once: what the dossier in chat and its page on the web show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.evidence.evidence import Basis, Claim, Evidence, EvidenceContext, EvidenceForm
from bot.domain.evidence.grades import Graded, grade
from bot.domain.evidence.release_checklist import ReleaseChecklist, readiness
from bot.domain.markets.market_view import MarketBoard, RungRow, board, ranked
from bot.domain.names.subjects import Alias, AliasStatus, Subject, SubjectEvent, SubjectState, SubjectStateRow
from bot.domain.names.vendors import is_own
from bot.messages.request import View
from bot.ports import Ports
from bot.queries.aliases import Reading, other_readings, world_of
from bot.queries.catalog_evidence import listed
from bot.queries.evidence import releases
from bot.queries.known_up_to import known_up_to
from bot.queries.names import ReaderAt, name_of, names, relatives
from bot.queries.vendor_evidence import vendor_items

CLAIMS = 60  # claims of one subject that are graded to find the strongest


@dataclass(frozen=True, slots=True)
class Dossier:
    """One subject with everything that is known of it by a moment.

    ``slugs`` are the subject's own and those it is confirmed to be; ``claims`` are graded, the strongest first;
    ``known_up_to`` is when somebody or something last learned of it, None where nobody ever did. ``strongest`` and
    ``changed`` are the claim and the event to show alone, such as name the subject itself.
    ``measured`` is what leaderboards give it.
    ``asks_about`` is what the market of ``odds`` calls its model; ``own_page`` the first page of its lab that says it
    is there; ``near`` the nearest known models of one that nobody knows.
    """

    slug: str
    name: str
    subject: Subject | None
    slugs: tuple[str, ...]
    readings: tuple[Reading, ...]
    aliases: tuple[Alias, ...]
    boards: tuple[MarketBoard, ...]
    checklist: ReleaseChecklist
    claims: tuple[tuple[Claim, Graded], ...]
    events: tuple[SubjectEvent, ...]
    known_up_to: datetime | None
    strongest: tuple[Claim, Graded] | None = None
    changed: SubjectEvent | None = None
    asks_about: str = ""
    own_page: str = ""
    near: tuple[Subject, ...] = ()
    measured: tuple[Evidence, ...] = ()

    @property
    def released(self) -> tuple[SubjectStateRow, ...]:
        """The rows of its releases, the first surface first."""
        rows = self.subject.states if self.subject else ()
        return tuple(sorted((r for r in rows if r.state is SubjectState.RELEASED), key=lambda row: row.so_at))

    @property
    def odds(self) -> tuple[MarketBoard, RungRow] | None:
        """The market and the row that say most of its release; None where no market has a price."""
        pairs = ((one, row) for one in self.boards if (row := one.main_row()) is not None)
        return next((pair for pair in pairs if pair[1].signal.probability is not None), None)


def dossier(ports: Ports, view: View, slug: str) -> Dossier:
    """The dossier of a slug, from storage; of a slug that nobody knows an empty one with the name it says."""
    subject = ports.ledger.subject(slug, view)
    readings = other_readings(ports, [slug], view)
    good = tuple(one.slug for one in readings if one.standing is AliasStatus.GOOD)
    slugs = (slug, *good)
    subject = subject or next((found for one in good if (found := ports.ledger.subject(one, view))), None)
    markets = ports.markets.of_subjects([slug, *(one.slug for one in readings)], view)
    boards = ranked((board(market, view.as_of) for market in markets), slug)
    evidence = (*ports.claims.evidence(slugs, view), *listed(ports, slugs, view), *vendor_items(ports, slugs, view))
    evidence += releases(subject, evidence)
    world, _ = world_of(ports, [slug], view)
    events = tuple(ports.ledger.events(slugs, view))
    polled = (one.market.polled_at for one in boards if one.market.polled_at is not None)
    claims = _graded(ports, view, slugs, evidence, world)
    reader, own = names(ports, view), frozenset(slugs)
    made = Dossier(
        slug=slug,
        name=name_of(ports, view, slug),
        subject=subject,
        slugs=slugs,
        readings=readings,
        aliases=tuple(ports.ledger.aliases_of(slug, view)),
        boards=tuple(boards),
        checklist=readiness(slug, evidence, view.as_of, world),
        claims=claims,
        events=events,
        known_up_to=known_up_to(ports, view, subject, evidence, [*polled, *(event.learned_at for event in events)]),
        strongest=next((row for row in claims if _named(reader, row[0].text) & own), None),
        changed=_changed(reader, events, own),
        near=relatives(ports, view, slug) if subject is None else (),
        own_page=_own_page(subject, evidence),
        measured=tuple(item for item in evidence if item.form is EvidenceForm.BOARD and item.known(view.as_of)),
    )
    asked = made.odds[0].market.subject if made.odds is not None else None
    if asked is None or asked in slugs:
        return made
    return replace(made, asks_about=name_of(ports, view, asked))


def _named(reader: ReaderAt, text: str) -> frozenset[str]:
    """The models that a text names."""
    return frozenset(one.slug for found in reader.read(text) for one in found.readings if one.is_model)


def _changed(reader: ReaderAt, events: Sequence[SubjectEvent], own: frozenset[str]) -> SubjectEvent | None:
    """The newest event that names the subject; where none names any model, the newest."""
    named = [(one, _named(reader, f"{one.label}. {one.text}")) for one in events]
    if not any(models for _, models in named):
        return events[-1] if events else None
    return next((one for one, models in reversed(named) if models & own), None)


def _own_page(subject: Subject | None, evidence: Sequence[Evidence]) -> str:
    """The address of the first page of the subject's lab that says it is available; '' without one."""
    if subject is None:
        return ""
    own = (item for item in evidence if item.basis is Basis.FIRST_PARTY and is_own(subject.vendor, item.url))
    told = [one for one in own if any(said.type == "available" and said.polarity > 0 for said in one.says)]
    return min(told, key=lambda one: one.so_at).url if told else ""


def _graded(
    ports: Ports, view: View, slugs: Sequence[str], evidence: Sequence[Evidence], world: EvidenceContext
) -> tuple[tuple[Claim, Graded], ...]:
    """Open claims about the subject with their grades, the best supported first; what merely says it is out is left."""
    rows = [
        (claim, grade(claim, evidence, view.as_of, world)) for claim in list(ports.claims.about(slugs, view))[:CLAIMS]
    ]
    telling = [row for row in rows if row[0].statement.type not in ("exists", "available", "release_date")]
    return tuple(sorted(telling or rows, key=lambda row: (-row[1].support, row[1].refute, row[0].id)))
