"""Derive model news from a vendor's page: release, price, limits, shutdown.

Lists and pages share one memory per model, so nothing is reported twice. Facts in a page's first reading are stored and
not reported, except a recent release on a page that a known vendor added.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta

from bot.domain.catalogs.listed_models import (
    FRESH,
    ListedModel,
    Price,
    format_limits,
    format_price,
    is_late,
)
from bot.domain.catalogs.vendor_facts import FactCertainty, FactKind, KeptFact, VendorFact, grade_of, shutdown_said
from bot.domain.names.subjects import NOT_OUT, OpenedSubject, Subject, SubjectOrigin, SubjectState
from bot.domain.names.vendors import vendor_name
from bot.domain.notify.change_log import ChangeRow
from bot.domain.notify.changes import Change, mark
from bot.domain.notify.digest_sections import ChangeKind
from bot.domain.text import short_number
from bot.domain.time import format_time
from bot.messages.request import View
from bot.ports import Ports
from bot.queries.catalog_evidence import API
from bot.queries.changes.listing_changes import in_the_api
from bot.queries.names import name_of, names

_NAMINGS = (FactKind.NAMED, FactKind.RELEASED, FactKind.PRICE, FactKind.LIMITS, FactKind.MODEL_CARD)
FAR = timedelta(days=180)  # "not sooner than" a day further off announces nothing


@dataclass(slots=True)
class VendorLook:
    """The results of examining a reading of vendor pages; models and ends are by slug.

    ``touched`` are the models with new facts, whose claims are to be examined.
    """

    rows: list[ChangeRow] = field(default_factory=list)
    opened: list[OpenedSubject] = field(default_factory=list)
    models: dict[str, ListedModel] = field(default_factory=dict)
    ends: dict[str, str] = field(default_factory=dict)
    touched: dict[str, None] = field(default_factory=dict)
    named: set[str] = field(default_factory=set)


def look_at_pages(
    ports: Ports,
    reader: str,
    view: View,
    known: Callable[[str], ListedModel | None],
    ending: Callable[[str], str | None],
) -> VendorLook:
    """Examine a reader's pages as read at a view's moment."""
    look, first = VendorLook(), ports.vendor_facts.first_read(reader)
    begun = min(first.values(), default=view.as_of) == view.as_of
    facts = [one for one in ports.vendor_facts.read_at(reader, view.as_of) if one.until is None]
    subjects = ports.ledger.subjects([one.fact.slug for one in facts], view)
    for one in facts:
        slug = one.fact.slug
        before = look.models.get(slug) or known(slug) or ListedModel()
        standing = first.get(one.page) == view.as_of and (begun or not _just_out(one.fact, view.as_of))
        if not standing:
            look.touched[slug] = None
        offer = _offer(other.fact for other in facts if other.fact.slug == slug)
        told = _Told(ports, view, look, slug, subjects.get(slug), offer, standing=standing)
        told.take(one, before, ending)
    return look


@dataclass(slots=True)
class _Told:
    """One model's part of a look."""

    ports: Ports
    view: View
    look: VendorLook
    slug: str
    subject: Subject | None
    offer: str
    standing: bool

    @property
    def name(self) -> str:
        return self.subject.name if self.subject is not None else name_of(self.ports, self.view, self.slug)

    def take(self, one: KeptFact, before: ListedModel, ending: Callable[[str], str | None]) -> None:
        """Take a fact in, and report what it changes."""
        slug, models = self.slug, self.look.models
        match one.fact.kind:
            case FactKind.RELEASED:
                models[slug] = self.release(one, before)
            case FactKind.PRICE:
                models[slug] = self.price(one.fact, before)
            case FactKind.LIMITS:
                models[slug] = self.limits(one.fact, before)
            case FactKind.NAMED:
                self.naming(one)
            case FactKind.RETIREMENT:
                self.retirement(one.fact, self.look.ends.get(slug) or ending(slug) or "")
            case _:
                pass

    def release(self, one: KeptFact, before: ListedModel) -> ListedModel:
        """Add a released model; report it unless reported before or released long ago."""
        at, fact = self.view.as_of, one.fact
        if fact.day is not None and fact.day > at.date():
            return before  # announced for a future day
        out = in_the_api(self.subject)
        day = datetime.combine(fact.day, time(12), UTC) if fact.day is not None else None
        if not out and not before.available:
            surface = "" if fact.surface == "weights" else fact.surface or API
            since = min(day or at, at)
            self.look.opened.append(
                OpenedSubject(
                    self.slug, self.name, fact.vendor, SubjectOrigin.VENDOR, one.learned_at, fact.url,
                    state=SubjectState.RELEASED, so_at=since, surface=surface,
                )
            )  # fmt: skip
            if not self.standing and not is_late(None, day, None, at):
                dated = f"since {format_time(day)}" if day is not None else "released"
                after = "; ".join(filter(None, (dated, self.offer)))
                self._tell(
                    ChangeKind.RELEASE,
                    f"{self.name} is out",
                    "",
                    after,
                    fact,
                    grade=grade_of(fact),
                )
        return replace(before, available=True)

    def naming(self, one: KeptFact) -> None:
        """Report a model that the vendor names for the first time; add its subject.

        Not one that is out or that a later version followed, nor one named before.
        """
        fact, at = one.fact, self.view.as_of
        if self.standing or not (self.subject is None or self.subject.state in NOT_OUT):
            return
        before = self.ports.vendor_facts.about([self.slug], self.view)
        said_before = any(other.learned_at < at for other in before if other.fact.kind in _NAMINGS)
        if said_before or self.slug in self.look.named or self._followed(fact):
            return
        self.look.named.add(self.slug)
        self.look.opened.append(
            OpenedSubject(self.slug, self.name, fact.vendor, SubjectOrigin.VENDOR, one.learned_at, fact.url)
        )
        dated = format_time(fact.day) if fact.day else ""
        title = f"{vendor_name(fact.vendor)}'s {fact.surface} names {self.name}"
        self._tell(ChangeKind.SIGHTING, title, "", dated, fact)

    def _followed(self, fact: VendorFact) -> bool:
        reader = names(self.ports, self.view)
        read = reader.of_id(f"{fact.vendor}/{'-'.join(fact.model.split())}")
        return read is not None and reader.reader.index.superseded_on(read[0].name, self.view.as_of) is not None

    def price(self, fact: VendorFact, before: ListedModel) -> ListedModel:
        """Report the vendor's own price if a different one was reported."""
        now = _price(fact)
        if now is None or now == before.price:
            return before
        if before.price is not None and not self.standing:
            words = format_price(before.price), format_price(now)
            self._tell(ChangeKind.PRICE, f"{self.name}, price", *words, fact, thing=f"price:{self.slug}")
        return replace(before, price=now)

    def limits(self, fact: VendorFact, before: ListedModel) -> ListedModel:
        """Report the vendor's own limits if different ones were reported."""
        values = {value.role: int(value.number) for value in fact.values}
        after = before
        for role, word, was in (
            ("context", "context", before.context),
            ("output_limit", "output limit", before.output),
        ):
            now = values.get(role)
            if now is None or now == was:
                continue
            if was is not None and not self.standing:
                words = format_limits(was, now)
                self._tell(ChangeKind.LIMIT, f"{self.name}, {word}", *words, fact, thing=f"{word}:{self.slug}")
            after = replace(after, context=now) if role == "context" else replace(after, output=now)
        return after

    def retirement(self, fact: VendorFact, before: str) -> None:
        """Report a model's retirement day unless another page gave the same."""
        if fact.day is None or fact.day.isoformat() == before:
            return
        self.look.ends[self.slug] = fact.day.isoformat()
        if self.standing or fact.day < self.view.as_of.date() or self._promised(fact):
            return
        was = format_time(date.fromisoformat(before)) if before else ""
        after = format_time(fact.day) + (f"; successor: {fact.successor}" if fact.successor else "")
        title = f"{self.name} {shutdown_said(fact)}"
        self._tell(
            ChangeKind.RETIREMENT,
            title,
            was,
            after,
            fact,
            grade=grade_of(fact),
            thing=f"end:{self.slug}",
        )

    def _promised(self, fact: VendorFact) -> bool:
        """Whether a day is a distant "not before" promise rather than a retirement."""
        ends = fact.day is not None and fact.day - self.view.as_of.date() <= FAR
        return fact.certainty is FactCertainty.EARLIEST and not ends

    def _tell(
        self,
        kind: ChangeKind,
        title: str,
        before: str,
        after: str,
        fact: VendorFact,
        *,
        grade: str = "",
        thing: str = "",
    ) -> None:
        at = self.view.as_of
        who = fact.via or vendor_name(fact.vendor)
        change = Change(
            mark(kind, f"{self.slug} {title}", after, at), kind, self.slug, (self.slug,), title, before, after, at,
            fact.url, who, grade=grade,
        )  # fmt: skip
        self.look.rows.append(ChangeRow(change, thing))


def _just_out(fact: VendorFact, at: datetime) -> bool:
    """Whether a known vendor's new page announces a recent release.

    The page is new because the model is.
    """
    return fact.kind is FactKind.RELEASED and fact.day is not None and at.date() - fact.day <= FRESH


def _offer(facts: Iterable[VendorFact]) -> str:
    """Format a page's price and limits: "5/25 dollars, 2M context".

    Empty if it has neither.
    """
    values = {(one.kind, value.role): value.number for one in facts for value in one.values}
    price = [values.get((FactKind.PRICE, role)) for role in ("input", "output")]
    context = values.get((FactKind.LIMITS, "context"))
    words = [format_price((price[0], price[1]))] if price[0] is not None and price[1] is not None else []
    words += [f"{short_number(int(context))} context"] if context else []
    return ", ".join(words)


def _price(fact: VendorFact) -> Price | None:
    values = {value.role: value.number for value in fact.values}
    return (values["input"], values["output"]) if {"input", "output"} <= set(values) else None
