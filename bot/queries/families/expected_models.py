"""The models that are still to come, as the command and the page list them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.domain.evidence.evidence import COPIES, Claim, ClaimOutcome
from bot.domain.names import lab_table
from bot.domain.names.subjects import AHEAD, NOT_OUT, Alias, AliasStatus, Subject, fold
from bot.messages.request import View
from bot.ports import Ports
from bot.queries.names import names
from bot.queries.records.model_state import released_variants

FORGOTTEN = timedelta(days=120)  # a rumour that nothing was learned of for so long is not expected any more
EXISTS = "exists"  # the type of claims that there is a model of a name
LOOKED = 400  # subjects that are looked through, so that a list costs the same over a larger ledger


@dataclass(frozen=True, slots=True)
class ExpectedModel:
    """A subject that is to come, and the other subjects that its own names may mean.

    ``named_at`` is when anything was last learned of it; None if that is not dated.
    """

    subject: Subject
    others: tuple[str, ...]
    named_at: datetime | None = None

    def is_silent(self, as_of: datetime) -> bool:
        """Whether nothing was learned of it for `FORGOTTEN`."""
        return self.named_at is not None and as_of - self.named_at > FORGOTTEN


def expected_models(ports: Ports, view: View, lab: str = "") -> tuple[ExpectedModel, ...]:
    """Subjects that are to come and were heard of within `FORGOTTEN`."""
    return tuple(one for one in waited_models(ports, view, lab) if not one.is_silent(view.as_of))


def waited_models(ports: Ports, view: View, lab: str = "") -> tuple[ExpectedModel, ...]:
    """Subjects that are rumoured or in testing, silent or not.

    At most `LOOKED` subjects are looked through, the latest first, or those of a lab. Left out are labels (they have
    cards of their own), products, names that are confirmed to be a model that is out or cancelled, guesses that were
    refuted, what only evidence against it names, models of which a variant is out, and those that their line has passed
    over.
    """
    looked = ports.ledger.of_lab(lab, view, LOOKED) if lab else ports.ledger.suggest("", view, LOOKED)
    known = {one.slug: one for one in looked}
    waited = [one for one in known.values() if one.state in AHEAD and not _is_no_model(one.slug)]
    aliases = ports.ledger.namesakes([one.slug for one in waited], view)
    waited = _not_refuted(ports, waited, aliases, view)
    others = other_names(waited, aliases)
    missing = [slug for found in others.values() for slug in found if slug not in known]
    known.update(ports.ledger.subjects(missing, view))
    over = released_variants(ports, [one.slug for one in waited], view)
    waited = [one for one in waited if one.slug not in over and not _is_over(others[one.slug], known)]
    waited = [one for one in waited if skipped_on(ports, one, view) is None]
    named = _named_at(ports, view, waited)
    return tuple(ExpectedModel(one, tuple(others[one.slug]), named.get(one.slug)) for one in waited)


def other_names(waited: Sequence[Subject], aliases: Iterable[Alias]) -> dict[str, dict[str, AliasStatus]]:
    """The other slugs of each subject, by names that were not refuted."""
    by_name: defaultdict[str, list[Alias]] = defaultdict(list)
    own: defaultdict[str, list[Alias]] = defaultdict(list)
    for alias in aliases:
        if alias.standing is not AliasStatus.REFUTED:
            by_name[alias.folded].append(alias)
        if alias.standing is AliasStatus.GOOD:
            own[alias.slug].append(alias)
    return {one.slug: _others(one.slug, own[one.slug], by_name) for one in waited}


def skipped_on(ports: Ports, subject: Subject, view: View) -> date | None:
    """Return the day on which its line passed over a model that is to come.

    A later version came out then. None if nothing did, or if anything was told of the model itself after that day:
    then it is still expected.
    """
    if subject.state not in AHEAD or "/" not in subject.slug:
        return None
    index = names(ports, view).reader.index
    name = index.meaning(subject.slug) or ((read := index.parse(subject.slug)) and read.name)
    day = index.passed_over_on(name, view.as_of) if name else None
    told = [at for at in (subject.learned_at, *(row.learned_at for row in subject.states)) if at is not None]
    return day if day is not None and told and max(told).date() <= day else None


def _is_no_model(slug: str) -> bool:
    """Whether a slug is of a label, or of a product in which models are used."""
    products = {one.slug for known in lab_table().products.values() for one in known}
    return slug.startswith("label/") or slug in products


def _not_refuted(ports: Ports, waited: Sequence[Subject], aliases: Iterable[Alias], view: View) -> list[Subject]:
    """The subjects without wrong guesses, what never was, and what was merged.

    The slug of what a desk merged is a name of another.
    """
    guessed = {alias.folded for alias in aliases if alias.standing is AliasStatus.REFUTED}
    claims = ports.claims.about([one.slug for one in waited], view) if waited else ()
    exist = [one for one in claims if one.statement.type == EXISTS]
    never = {one.statement.subject for one in exist if _is_denied(one, view)} | _only_opposed(ports, exist, view)
    never.update(alias.text for alias in aliases if alias.text != alias.slug and alias.standing is AliasStatus.GOOD)
    return [one for one in waited if one.slug not in never and (one.states or fold(one.name) not in guessed)]


def _is_denied(claim: Claim, view: View) -> bool:
    """Whether the outcome of a claim that a model exists is that there is none."""
    decided = ClaimOutcome.FALSE if claim.statement.polarity > 0 else ClaimOutcome.TRUE
    return claim.outcome_at(view.as_of) is decided


def _only_opposed(ports: Ports, claims: Sequence[Claim], view: View) -> set[str]:
    """The models whose existence has only evidence against it, and that nothing names."""
    subjects = {one.id: one.statement.subject for one in claims if one.outcome_at(view.as_of) is ClaimOutcome.OPEN}
    items = ports.claims.evidence(sorted(set(subjects.values())), view) if subjects else ()
    valid = [item for item in items if item.is_valid(view.as_of) and item.basis not in COPIES]
    told = {said.subject for item in valid for said in item.says}
    signs = {name: {item.links[name] for item in valid if name in item.links} for name in subjects}
    return {subject for name, subject in subjects.items() if signs[name] == {-1} and subject not in told}


def _others(slug: str, own: Iterable[Alias], by_name: Mapping[str, Iterable[Alias]]) -> dict[str, AliasStatus]:
    """What else the names of a subject mean, with whether that is confirmed."""
    found: dict[str, AliasStatus] = {}
    for name in own:
        for alias in by_name.get(name.folded, ()):
            if alias.slug != slug and found.get(alias.slug) is not AliasStatus.GOOD:
                found[alias.slug] = alias.standing
    return found


def _named_at(ports: Ports, view: View, subjects: Sequence[Subject]) -> Mapping[str, datetime]:
    """When anything was last learned of each: its record, else what people said of it."""
    named: dict[str, datetime] = {}
    for one in subjects:
        moments = [row.learned_at for row in one.states]
        moments += [at for at in (one.learned_at, one.known_up_to) if at is not None]
        if moments:
            named[one.slug] = max(moments)
    silent = [slug for slug, at in named.items() if view.as_of - at > FORGOTTEN]
    for slug, at in _said_of(ports, view, silent) if silent else ():
        if slug in named and at <= view.as_of:
            named[slug] = max(at, named[slug])
    return named


def _said_of(ports: Ports, view: View, slugs: Sequence[str]) -> Iterator[tuple[str, datetime]]:
    """Every event, claim and item of evidence about some subjects, with its time."""
    for event in ports.ledger.events(slugs, view):
        yield event.slug, event.learned_at
    for claim in ports.claims.about(slugs, view):
        if claim.so_at is not None:
            yield claim.statement.subject, claim.so_at
    for item in ports.claims.evidence(slugs, view):
        for said in item.says:
            yield said.subject, item.learned_at


def _is_over(others: Mapping[str, AliasStatus], known: Mapping[str, Subject]) -> bool:
    """Whether it is confirmed to be a model that is out or was given up."""
    good = (known.get(slug) for slug, standing in others.items() if standing is AliasStatus.GOOD)
    return any(one is not None and one.state not in NOT_OUT for one in good)
