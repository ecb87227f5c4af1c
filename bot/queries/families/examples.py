"""Examples for help and greetings, of what is expected and open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from weakref import WeakKeyDictionary

from bot.domain.evidence.evidence import ClaimOutcome
from bot.domain.markets.market_view import board
from bot.domain.names.subjects import Subject
from bot.domain.sightings.base_rates import Checkpoint
from bot.messages.request import View
from bot.ports import Ports
from bot.ports.changes import Changes
from bot.queries.families.expected_models import expected_models

MODELS = 15  # whose markets and claims are read
LONGEST = 60  # characters of a claim that is an example
KEPT_FOR = timedelta(minutes=1)  # while nothing is written: they are of days
TENANTS = 500  # for which they are kept


@dataclass(frozen=True, slots=True)
class Examples:
    """What can be asked at a moment; each is empty where nothing of its kind is open.

    ``model`` is expected, with an open market if any has one; ``label`` was seen and is not identified; ``claim`` is
    about a model that is expected.
    """

    model: str = ""
    label: str = ""
    claim: str = ""

    @property
    def question(self) -> str:
        """A question in plain words."""
        return f"when will {self.model} ship?" if self.model else "what is coming?"


_Kept = dict[str, tuple[int, datetime, Examples]]  # by tenant: the version they were read at, when, and they
# By the log of changes, of which a place with switches has one of its own.
_KEPT: WeakKeyDictionary[Changes, _Kept] = WeakKeyDictionary()


def examples(ports: Ports, view: View) -> Examples:
    """The examples of a moment, from storage.

    Those of the present are kept for a minute, until something is written.
    """
    if ports.clock.now() - view.as_of >= KEPT_FOR:
        return _read(ports, view)
    version, kept = ports.changes.version(), _KEPT.setdefault(ports.changes, {})
    was = kept.pop(view.tenant, None)
    if was is None or was[0] != version or not timedelta() <= view.as_of - was[1] < KEPT_FOR:
        was = version, view.as_of, _read(ports, view)
    while len(kept) >= TENANTS:
        kept.pop(next(iter(kept)))
    kept[view.tenant] = was
    return was[2]


def _read(ports: Ports, view: View) -> Examples:
    waited = [one.subject for one in expected_models(ports, view)][:MODELS]
    return Examples(_model(ports, view, waited), _label(ports, view), _claim(ports, view, waited))


def _model(ports: Ports, view: View, waited: list[Subject]) -> str:
    markets = ports.markets.of_subjects([one.slug for one in waited], view) if waited else ()
    priced = {one.subject for one in markets if board(one, view.as_of).state == "open"}
    chosen = next((one for one in waited if one.slug in priced), next(iter(waited), None))
    return chosen.name if chosen is not None else ""


def _label(ports: Ports, view: View) -> str:
    known = [one for one in ports.sightings.guide().labels(view.as_of) if not one.identified_as]
    return max(known, key=_learned).label if known else ""


def _learned(one: Checkpoint) -> tuple[float, str]:
    return (max(filter(None, (one.learned_at, one.known_at))).timestamp(), one.label)


def _claim(ports: Ports, view: View, waited: list[Subject]) -> str:
    found = ports.claims.about([one.slug for one in waited], view) if waited else ()
    short = [one for one in found if len(one.text) <= LONGEST and one.outcome_at(view.as_of) is ClaimOutcome.OPEN]
    return short[0].text if short else ""
