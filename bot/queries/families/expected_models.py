"""The models that are still to come, as the command and the page list them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.evidence.evidence import Claim, ClaimOutcome
from bot.domain.names import lab_table
from bot.domain.names.subjects import Alias, AliasStatus, Subject, SubjectState, fold
from bot.messages.request import View
from bot.ports import Ports

FORGOTTEN = timedelta(days=120)  # a rumour that nothing was learned of for so long is not expected any more
EXISTS = "exists"  # the type of claims that there is a model of a name
_WAITED = (SubjectState.RUMOURED, SubjectState.TESTING)


@dataclass(frozen=True, slots=True)
class ExpectedModel:
    """A subject that is to come, and the other subjects that its own names may mean."""

    subject: Subject
    others: tuple[str, ...]


def expected_models(ports: Ports, view: View, limit: int) -> tuple[ExpectedModel, ...]:
    """Subjects that are rumoured or in testing.

    At most ``limit`` subjects are looked through, the latest first. Left out are labels (they have cards of their own),
    products, names that are confirmed to be a model that is out or cancelled, guesses that were refuted, and what
    nothing was learned of for `FORGOTTEN`.
    """
    known = {one.slug: one for one in ports.ledger.suggest("", view, limit)}
    waited = [one for one in known.values() if one.state in _WAITED and not _is_no_model(one.slug)]
    aliases = ports.ledger.namesakes([one.slug for one in waited], view)
    waited = _not_refuted(ports, waited, aliases, view)
    by_name: defaultdict[str, list[Alias]] = defaultdict(list)
    for alias in aliases:
        if alias.standing is not AliasStatus.REFUTED:
            by_name[alias.folded].append(alias)
    own: defaultdict[str, list[Alias]] = defaultdict(list)
    for alias in aliases:
        if alias.standing is AliasStatus.GOOD:
            own[alias.slug].append(alias)
    others = {one.slug: _others(one.slug, own[one.slug], by_name) for one in waited}
    missing = [slug for found in others.values() for slug in found if slug not in known]
    known.update(ports.ledger.subjects(missing, view))
    return tuple(
        ExpectedModel(one, tuple(others[one.slug]))
        for one in waited
        if _heard_of(one, view.as_of) and not _is_over(others[one.slug], known)
    )


def _is_no_model(slug: str) -> bool:
    """Whether a slug is of a label, or of a product in which models are used."""
    products = {one.slug for known in lab_table().products.values() for one in known}
    return slug.startswith("label/") or slug in products


def _not_refuted(ports: Ports, waited: Sequence[Subject], aliases: Iterable[Alias], view: View) -> list[Subject]:
    """The subjects without those that were only a wrong guess of a name, or of which it turned out there are none."""
    guessed = {alias.folded for alias in aliases if alias.standing is AliasStatus.REFUTED}
    claims = ports.claims.about([one.slug for one in waited], view) if waited else ()
    never = {one.statement.subject for one in claims if _denies(one, view)}
    return [one for one in waited if one.slug not in never and (one.states or fold(one.name) not in guessed)]


def _denies(claim: Claim, view: View) -> bool:
    """Whether a claim's outcome is that there is no such model."""
    decided = ClaimOutcome.FALSE if claim.statement.polarity > 0 else ClaimOutcome.TRUE
    return claim.statement.type == EXISTS and claim.outcome_at(view.as_of) is decided


def _others(slug: str, own: Iterable[Alias], by_name: Mapping[str, Iterable[Alias]]) -> dict[str, AliasStatus]:
    """What else the names of a subject mean, with whether that is confirmed."""
    found: dict[str, AliasStatus] = {}
    for name in own:
        for alias in by_name.get(name.folded, ()):
            if alias.slug != slug:
                found[alias.slug] = alias.standing
    return found


def _heard_of(subject: Subject, as_of: datetime) -> bool:
    """Whether anything was learned of it within `FORGOTTEN`."""
    moments = [row.learned_at for row in subject.states]
    moments += [one for one in (subject.learned_at, subject.known_up_to) if one is not None]
    return not moments or as_of - max(moments) <= FORGOTTEN


def _is_over(others: Mapping[str, AliasStatus], known: Mapping[str, Subject]) -> bool:
    """Whether it is confirmed to be a model that is out or was given up."""
    good = (known.get(slug) for slug, standing in others.items() if standing is AliasStatus.GOOD)
    return any(one is not None and one.state not in _WAITED for one in good)
