"""Everything known of one subject, for its dossier in chat and its web page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.domain.catalogs.vendor_facts import (
    FactKind,
    KeptFact,
    not_taken_back,
    past_end,
    recorded_since,
    retiring,
    undated_end,
)
from bot.domain.evidence.evidence import Basis, Claim, ClaimOutcome, Evidence, EvidenceContext, EvidenceForm
from bot.domain.evidence.grade_result import Graded
from bot.domain.evidence.grade_rules import Grade
from bot.domain.evidence.release_checklist import ReleaseChecklist
from bot.domain.grading.grades import grade_all
from bot.domain.markets.board_state import ASKS_RELEASE
from bot.domain.markets.market_view import MarketBoard, RungRow, board, ranked
from bot.domain.names.subjects import Alias, Subject, SubjectEvent, SubjectState, SubjectStateRow, lab_of
from bot.domain.names.vendors import is_own
from bot.messages.request import View
from bot.ports import Ports
from bot.queries.aliases import Reading, Readings
from bot.queries.claims.claim_grades import grade_claim
from bot.queries.families.expected_models import skipped_on
from bot.queries.labels.label_identity import ClaimedIdentity, claimed_identities, one_known
from bot.queries.names import ReaderAt, name_of, names, relatives
from bot.queries.records.checklist_record import checklist_record
from bot.queries.records.model_state import NOTHING_RECORDED, ModelState, last_known, model_state
from bot.queries.subject_evidence import releases, told_releases

CLAIMS = 60  # claims of one subject graded by its own evidence to find the strongest
REGRADED = 6  # of those and of the telling ones among them, graded again by all evidence, as `/claimcheck` does


@dataclass(frozen=True, slots=True)
class Dossier:
    """One subject with everything known of it by a moment.

    ``slugs`` are the subject's own and its confirmed identities; ``claims`` are graded, strongest first;
    ``known_up_to`` is when it was last checked, None if never. ``strongest`` and ``changed`` are the claim and event to
    show alone, which name the subject itself. ``asks_about`` is the model as named by the market of ``odds``;
    ``own_page`` the first page of its lab that says it is available, ``relayed`` the first page that quotes the lab
    saying so, ``listed`` the first page of its lab that sells it; ``near`` the nearest known models for an unknown one;
    ``measured`` what leaderboards give it; ``shutdown`` the first shutdown that is announced and still to come,
    ``shutdown_past`` the last whose day is over;
    ``state`` is how far it has come;
    ``ends_recorded_since`` is when the first shutdown of its lab was recorded, None without any;
    ``skipped_on`` when a later version of its line came out in its place; ``identities`` what a label is said to be.
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
    relayed: str = ""
    listed: str = ""
    near: tuple[Subject, ...] = ()
    measured: tuple[Evidence, ...] = ()
    shutdown: KeptFact | None = None
    shutdown_past: KeptFact | None = None
    state: ModelState = NOTHING_RECORDED
    ends_recorded_since: datetime | None = None
    skipped_on: date | None = None
    identities: tuple[ClaimedIdentity, ...] = ()

    @property
    def identity(self) -> ClaimedIdentity | None:
        """What a label is known to be."""
        return one_known(self.identities)

    @property
    def released(self) -> tuple[SubjectStateRow, ...]:
        """The rows of its releases, the first surface first.

        Of a model that is out by a variant alone, those of the variant.
        """
        one = self.state.variant or self.subject
        rows = one.states if one else ()
        return tuple(sorted((r for r in rows if r.state is SubjectState.RELEASED), key=lambda row: row.so_at))

    @property
    def odds(self) -> tuple[MarketBoard, RungRow] | None:
        """The market and row most informative about its release.

        None without odds, read or reported.
        """
        asking = (one for one in self.boards if one.shape in ASKS_RELEASE)
        pairs = ((one, row) for one in asking if (row := one.main_row()) is not None)
        return next((pair for pair in pairs if pair[1].known is not None), None)


def dossier(ports: Ports, view: View, slug: str) -> Dossier:
    """Build a subject's dossier from storage; an empty one with its name if unknown."""
    subject = ports.ledger.subject(slug, view)
    record = checklist_record(ports, slug, view)
    readings, slugs, world = record.readings, record.slugs, record.world
    others = [found for one in slugs[1:] if (found := ports.ledger.subject(one, view))]
    subject = _with_releases(subject, others) or next(iter(others), None)
    markets = ports.markets.of_subjects([slug, *(one.slug for one in readings)], view)
    boards = ranked((board(market, view.as_of) for market in markets), slug)
    evidence = (*record.evidence, *releases(subject, told_releases(record.evidence)))
    events = tuple(ports.ledger.events(slugs, view))
    claims = _graded(ports, view, slugs, evidence, world)
    reader, own, state = names(ports, view), frozenset(slugs), model_state(ports, slug, view)
    made = Dossier(
        slug=slug,
        name=name_of(ports, view, slug),
        subject=subject,
        slugs=slugs,
        readings=readings,
        aliases=tuple(ports.ledger.aliases_of(slug, view)),
        boards=tuple(boards),
        checklist=record.checklist,
        claims=claims,
        events=events,
        known_up_to=last_known(ports, slug, view),
        strongest=_strongest(_telling(claims), reader, own, view.as_of),
        changed=_changed(reader, events, own),
        near=relatives(ports, view, slug) if subject is None else (),
        own_page=own_page(subject, evidence),
        relayed=own_page(subject, evidence, relayed=True),
        listed=own_page(subject, evidence, told=_SOLD),
        measured=tuple(item for item in evidence if item.form in _MEASURED and item.known(view.as_of)),
        state=state,
        identities=claimed_identities(ports, slug, view) if slug.startswith("label/") else (),
        ends_recorded_since=recorded_since(ports.vendor_facts.of_kind(FactKind.RETIREMENT, view), lab_of(slug)),
        skipped_on=skipped_on(ports, subject, view) if subject is not None and not state.is_out else None,
    )
    made = _with_ends(made, ports.vendor_facts.about(slugs, view), view.as_of)
    asked = made.odds[0].market.subject if made.odds is not None else None
    if asked is None or asked in slugs:
        return made
    return replace(made, asks_about=name_of(ports, view, asked))


def _with_ends(made: Dossier, ends: Sequence[KeptFact], as_of: datetime) -> Dossier:
    """Add the next announced shutdown, and the last one whose day is over."""
    ends = not_taken_back(ends)
    ahead = next(iter(retiring(ends, as_of)), None)
    if made.subject is not None and made.subject.shut_down(as_of):
        return replace(made, shutdown=ahead)
    return replace(made, shutdown=ahead or undated_end(ends), shutdown_past=past_end(ends, as_of))


def _named(reader: ReaderAt, text: str) -> frozenset[str]:
    """The models that a text names."""
    return frozenset(one.slug for found in reader.read(text) for one in found.readings if one.is_model)


def _with_releases(subject: Subject | None, same: Sequence[Subject]) -> Subject | None:
    """Return a subject with the releases of the names it is known to be."""
    if subject is None or subject.released() is not None:
        return subject
    rows = tuple(row for one in same for row in one.states if row.state is SubjectState.RELEASED)
    return replace(subject, states=(*subject.states, *rows))


def _changed(reader: ReaderAt, events: Sequence[SubjectEvent], own: frozenset[str]) -> SubjectEvent | None:
    """Return the newest event that names the subject.

    If none names any model, the newest.
    """
    others = False
    for one in reversed(events):
        models = _named(reader, f"{one.label}. {one.text}")
        if models & own:
            return one
        others = others or bool(models)
    return None if others or not events else events[-1]


def _strongest(
    claims: Sequence[tuple[Claim, Graded]], reader: ReaderAt, own: frozenset[str], as_of: datetime
) -> tuple[Claim, Graded] | None:
    """Return the best supported claim about the subject that did not turn out false."""
    good = (
        (claim, graded)
        for claim, graded in claims
        if graded.support
        and graded.grade is not Grade.CONTRADICTED
        and claim.outcome_at(as_of) is not ClaimOutcome.FALSE
    )
    return next((row for row in good if _named(reader, row[0].text) & own), None)


_OUT, _SOLD = ("available", "release_date"), ("price", "context_limits")


def announced_page(ports: Ports, view: View, subject: Subject) -> str:
    """Return the first page of its lab that says that a subject is out; or ''."""
    return own_page(subject, ports.claims.evidence([subject.slug], view))


def own_page(
    subject: Subject | None, evidence: Sequence[Evidence], *, relayed: bool = False, told: Sequence[str] = _OUT
) -> str:
    """Return the first page of the lab that says it is out; '' if there is none.

    ``relayed`` asks for the first page that quotes the lab saying so, ``told`` for another type of statement.
    """
    if subject is None:
        return ""
    first = (one for one in evidence if one.basis is Basis.FIRST_PARTY and is_own(subject.vendor, one.url) != relayed)
    pages = [one for one in first if any(said.type in told and said.polarity > 0 for said in one.says)]
    return min(pages, key=lambda one: one.so_at).url if pages else ""


_MEASURED = (EvidenceForm.BOARD, EvidenceForm.MEASUREMENT)


def _graded(
    ports: Ports, view: View, slugs: Sequence[str], evidence: Sequence[Evidence], world: EvidenceContext
) -> tuple[tuple[Claim, Graded], ...]:
    """Grade claims that anything bears on, best supported first."""
    claims = ports.claims.about(slugs, view)[:CLAIMS]
    rows = list(zip(claims, grade_all(claims, evidence, view.as_of, world), strict=True))
    best = sorted(rows, key=_by_support)
    again = {claim.id for told in (best, _telling(best)) for claim, _ in told[:REGRADED]}
    known: Readings = {}
    regraded = ((one, grade_claim(ports, one, view, known).graded if one.id in again else it) for one, it in best)
    rows = sorted(regraded, key=_by_support)
    return tuple(row for row in rows if row[1].known is not None)


def _telling(rows: Sequence[tuple[Claim, Graded]]) -> list[tuple[Claim, Graded]]:
    """Return claims that say more than that a model is there or comes.

    All where none does.
    """
    return [row for row in rows if row[0].statement.type not in ("exists", "available", "release_date")] or list(rows)


def _by_support(row: tuple[Claim, Graded]) -> tuple[int, int, str]:
    return (-row[1].support, row[1].refute, row[0].id)
