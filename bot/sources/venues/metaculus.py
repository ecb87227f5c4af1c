"""Metaculus: a community's forecasts, not prices; left out without a token.

Every request needs ``Authorization: Token …`` (a setting of `adapters/net/client.py`), and the community prediction
comes with about fifty questions only, elsewhere `latest` is null. A date question's curve becomes "by" rungs at
calendar deadlines; where its upper bound is open nothing is said beyond the range. Source: metaculus.com/api, OpenAPI
2.0.0.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from urllib.parse import quote as quoted

import msgspec

from bot.domain.markets.quotes import HistoryPoint, Quote, Resolution, Stage, Status, VenueMarket, VenueRung
from bot.sources.decode import TolerantReader, Unreadable, amount, as_list, line, moment, number, on_site, price
from bot.sources.protocol import Get, Reading, Upstream
from bot.sources.venues import SearchResult
from bot.sources.venues._cdf import Cdf
from bot.sources.venues._search import MarketSearch

NAME: Final = "metaculus"
LOSES: Final = "forecasts from Metaculus keep their last value and its age"
SITE: Final = "metaculus.com"
# 8 requests in 30 seconds is the pace that other clients keep.
API: Final = Upstream(
    "metaculus", "https://www.metaculus.com/api", 8 / 30, "Metaculus's API", "metaculus_token", scheme="Token"
)
UPSTREAMS: Final = (API,)

PAGE: Final = re.compile(r"/(?:questions(?:/question_embed|/embed)?|c/[^/]+)/([0-9]{1,9})(?:/|$)")
ENDINGS: Final[dict[str, Resolution]] = {"yes": "yes", "no": "no", "annulled": "void", "ambiguous": "void"}
BOUNDS: Final[dict[str, Resolution]] = {"below_lower_bound": "yes", "above_upper_bound": "no"}
UNOPENED: Final = "it shows no community prediction to us"


class _Latest(msgspec.Struct):
    start_time: Any = None
    end_time: Any = None
    forecaster_count: Any = None
    forecast_values: Any = None
    centers: Any = None


class _Aggregation(msgspec.Struct):
    latest: _Latest | None = None
    history: list[_Latest] = []


class _Aggregations(msgspec.Struct):
    recency_weighted: _Aggregation = msgspec.field(default_factory=_Aggregation)
    unweighted: _Aggregation = msgspec.field(default_factory=_Aggregation)


class _Scaling(msgspec.Struct):
    range_min: Any = None
    range_max: Any = None
    zero_point: Any = None


class _Question(msgspec.Struct):
    id: int
    title: str
    type: str
    label: Any = None
    status: Any = None
    resolution: Any = None
    resolution_criteria: Any = None
    fine_print: Any = None
    scheduled_close_time: Any = None
    actual_resolve_time: Any = None
    options: Any = None
    default_aggregation_method: Any = None
    scaling: _Scaling = msgspec.field(default_factory=_Scaling)
    aggregations: _Aggregations | None = None  # null where a forecast is withheld

    @property
    def aggregation(self) -> _Aggregation:
        """The aggregate the site itself shows for this question."""
        told = self.aggregations or _Aggregations()
        return told.unweighted if self.default_aggregation_method == "unweighted" else told.recency_weighted


class _Group(msgspec.Struct):
    questions: list[Any]


class _Post(msgspec.Struct):
    id: int
    title: str
    slug: Any = None
    scheduled_close_time: Any = None
    question: Any = None
    group_of_questions: _Group | None = None


class _Posts(msgspec.Struct):
    results: list[Any]


@dataclass(slots=True)
class _Collected:
    rungs: list[VenueRung] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    lost: int = 0
    rules: str = ""


def from_url(url: str) -> str | None:
    """The post's number in a pasted address; None if it is not theirs."""
    parts = on_site(url, SITE)
    found = PAGE.match(parts.path) if parts is not None else None
    return found.group(1) if found else None


def read(key: str) -> Reading[VenueMarket]:
    """Read one post, by number, with its question or those of its group."""
    answer = yield Get(API.name, f"/posts/{quoted(key, safe='')}/", {"with_cp": "true"})
    return _market(answer.as_a(_Post), answer.read_at)


def discover(words: Iterable[str]) -> Reading[SearchResult]:
    """Find open posts by each word.

    `search` is what its own pages use; ignored, it would only find more.
    """
    search = MarketSearch()
    yield from search.run_each(words, _of_word)
    return search.result


def _of_word(word: str, search: MarketSearch) -> Reading[None]:
    query = {"search": word, "statuses": "open", "with_cp": "true", "include_descriptions": "true", "limit": "20"}
    answer = yield Get(API.name, "/posts/", query)
    for sent in answer.as_a(_Posts).results:
        try:
            market = _market(msgspec.convert(sent, _Post), answer.read_at)
        except msgspec.ValidationError:
            continue
        if market.rungs:
            search.found[market.key] = market


def history(token: str, since: datetime, until: datetime) -> Reading[tuple[HistoryPoint, ...]]:
    """Past community predictions of a yes/no question, oldest first.

    Date curves keep no history, so they have none.
    """
    post, _, wanted = token.partition("/")
    if not wanted.isdecimal():
        return ()
    answer = yield Get(API.name, f"/posts/{quoted(post, safe='')}/", {"with_cp": "true", "include_cp_history": "true"})
    sent = answer.as_a(_Post)
    points: dict[datetime, float] = {}
    for question in _questions(sent, []):
        if question.type == "binary" and str(question.id) == wanted:
            for past in question.aggregation.history:
                careful = TolerantReader("a point")
                when, paid = careful.take(moment, past.start_time, "start_time"), _centre(past, careful)
                if when is not None and paid is not None and since <= when <= until:
                    points[when] = paid
    return tuple(HistoryPoint(when, points[when]) for when in sorted(points))


def _questions(sent: _Post, faults: list[str]) -> list[_Question]:
    told = sent.group_of_questions.questions if sent.group_of_questions else [sent.question] if sent.question else []
    found = []
    for place, one in enumerate(told, 1):
        try:
            found.append(msgspec.convert(one, _Question))
        except msgspec.ValidationError as odd:
            faults.append(f"question {place}: {odd}")
    return found


def _market(sent: _Post, read_at: datetime) -> VenueMarket:
    got = _Collected()
    careful = TolerantReader("the post")
    questions = _questions(sent, got.faults)
    got.lost = len(got.faults)
    for question in questions:
        texts = (question.resolution_criteria, question.fine_print)
        got.rules = got.rules or "\n\n".join(text.strip() for text in texts if isinstance(text, str) and text.strip())
        if question.type == "binary":
            _binary(sent, question, got, read_at)
        elif question.type == "date":
            _date(sent, question, got, read_at)
        elif question.type == "multiple_choice":
            _choice(sent, question, got, read_at)
        else:
            got.lost += 1
            got.faults.append(
                f"{line(question.label) or line(question.title)}: a {question.type} question has no rungs"
            )
    closes = careful.take(moment, sent.scheduled_close_time, "scheduled_close_time")
    return VenueMarket(
        venue=NAME,
        key=str(sent.id),
        slug=line(sent.slug) or str(sent.id),
        title=line(sent.title),
        url=f"https://www.metaculus.com/questions/{sent.id}/",
        rules=got.rules,
        rungs=tuple(got.rungs),
        faults=tuple([*got.faults, careful.fault] if careful.odd else got.faults),
        currency="forecast",
        closes_at=closes,
        neg_risk=False,
        read_at=read_at,
        lost=got.lost,
    )


def _binary(post: _Post, question: _Question, got: _Collected, read_at: datetime) -> None:
    careful = TolerantReader(line(question.label) or line(question.title))
    status, resolution = _status(question)
    latest, stage = _current(question, status, careful, read_at)
    quote = None
    if status == "open" and not stage:
        forecast = _centre(latest, careful) if latest is not None else None
        if forecast is None and not careful.odd:
            careful.odd.append(UNOPENED)
        quote = _quote(forecast, latest, careful, read_at)
    got.rungs.append(
        VenueRung(
            key=str(question.id),
            label=line(question.label),
            question=line(question.title),
            end_date=careful.take(moment, question.scheduled_close_time, "scheduled_close_time"),
            status=status,
            resolution=resolution,
            placeholder=False,
            quote=quote,
            token=f"{post.id}/{question.id}",
            stage=stage,
            settled_at=_settled_at(question, resolution, careful),
        )
    )
    if careful.odd:
        got.faults.append(careful.fault)


def _choice(post: _Post, question: _Question, got: _Collected, read_at: datetime) -> None:
    """A question with options: a rung each, with its share of the forecast."""
    careful = TolerantReader(line(question.title))
    status, _ = _status(question)
    latest, stage = _current(question, status, careful, read_at)
    options = [line(option) for option in careful.take(as_list, question.options, "options") or ()]
    shares = latest.forecast_values if latest is not None and isinstance(latest.forecast_values, list) else []
    if status == "open" and not stage and len(shares) != len(options):
        careful.odd.append(UNOPENED)
    for place, option in enumerate(options):
        share = careful.take(price, shares[place], option) if len(shares) == len(options) else None
        resolution: Resolution | None = None
        if status == "resolved":
            ending = line(question.resolution)
            resolution = ENDINGS.get(ending.lower()) if ending not in options else "yes" if ending == option else "no"
        got.rungs.append(
            VenueRung(
                key=f"{question.id}#{option}",
                label=option,
                question=line(question.title),
                end_date=careful.take(moment, question.scheduled_close_time, "scheduled_close_time"),
                status=status,
                resolution=resolution,
                placeholder=False,
                quote=_quote(share, latest, careful, read_at) if status == "open" and not stage else None,
                token=f"{post.id}/{question.id}#{option}",
                stage=stage,
                settled_at=_settled_at(question, resolution, careful),
            )
        )
    if careful.odd:
        got.faults.append(careful.fault)


def _current(
    question: _Question, status: Status, careful: TolerantReader, read_at: datetime
) -> tuple[_Latest | None, Stage]:
    """The forecast in force, or None and why there is none.

    ``latest`` stays the last one after everybody withdrew, with an end time in the past.
    """
    latest = question.aggregation.latest
    if question.status == "upcoming":
        return None, "upcoming"
    if latest is None or status != "open":
        return latest, ""
    ended = careful.take(moment, latest.end_time, "end_time")
    return (None, "withdrawn") if ended is not None and ended <= read_at else (latest, "")


def _settled_at(question: _Question, resolution: Resolution | None, careful: TolerantReader) -> datetime | None:
    return careful.take(moment, question.actual_resolve_time, "actual_resolve_time") if resolution else None


def _date(post: _Post, question: _Question, got: _Collected, read_at: datetime) -> None:
    careful = TolerantReader(line(question.label) or line(question.title))
    status, _ = _status(question)
    latest, stage = _current(question, status, careful, read_at)
    curve = careful.take(lambda sent, _: _curve(sent, question), latest, "the curve") if latest is not None else None
    if latest is None and status == "open" and not stage:
        careful.odd.append(UNOPENED)
    if careful.odd:
        got.lost += 1
        got.faults.append(careful.fault)
    happened = TolerantReader("").take(moment, question.resolution, "resolution") if status == "resolved" else None
    for day, deadline in curve.deadlines() if curve else ():
        resolution: Resolution | None = None
        if status == "resolved":
            resolution = _settled(question, happened, deadline)
        quote = _quote(curve.at(deadline), latest, careful, read_at) if curve and status == "open" else None
        got.rungs.append(
            VenueRung(
                key=f"{question.id}@{day}",
                label=f"by {day:%B} {day.day}, {day.year}",
                question=f"{line(question.title)} (by {day:%B} {day.day}, {day.year})",
                end_date=deadline,
                status=status,
                resolution=resolution,
                placeholder=False,
                quote=quote,
                token=f"{post.id}/{question.id}@{day}",
                settled_at=_settled_at(question, resolution, careful),
            )
        )


def _settled(question: _Question, happened: datetime | None, deadline: datetime) -> Resolution:
    if happened is not None:
        return "yes" if happened <= deadline else "no"
    return BOUNDS.get(line(question.resolution), "void")


def _curve(sent: object, question: _Question) -> Cdf:
    values = sent.forecast_values if isinstance(sent, _Latest) else None
    start, end = moment(question.scaling.range_min, "range_min"), moment(question.scaling.range_max, "range_max")
    if not isinstance(values, list) or start is None or end is None:
        raise Unreadable("its curve has no values or no range")
    steps = tuple(step for value in values if (step := price(value, "a value of the curve")) is not None)
    if len(steps) < len(values):
        raise Unreadable("its curve has a gap, and every later value would move forward")
    try:
        return Cdf(steps, start, end, number(question.scaling.zero_point, "zero_point"))
    except ValueError as odd:
        raise Unreadable(f"its curve: {odd}") from None


def _centre(sent: _Latest, careful: TolerantReader) -> float | None:
    """The weighted median of a yes/no forecast, or the second of its two values.

    The first is No's.
    """
    for values, place in ((sent.centers, 0), (sent.forecast_values, 1)):
        if isinstance(values, list) and len(values) > place:
            return careful.take(price, values[place], "the community prediction")
    return None


def _quote(forecast: float | None, latest: _Latest | None, careful: TolerantReader, read_at: datetime) -> Quote | None:
    """A forecast as bid, ask and last; its volume is the number of forecasters."""
    if forecast is None:
        return None
    since = careful.take(moment, latest.start_time, "start_time") if latest else None
    forecasters = careful.take(amount, latest.forecaster_count, "forecaster_count") if latest else None
    return Quote(read_at, forecast, forecast, forecast, since, forecasters, None)


def _status(question: _Question) -> tuple[Status, Resolution | None]:
    if question.status == "resolved":
        return "resolved", ENDINGS.get(line(question.resolution).lower())
    return ("open", None) if question.status in ("open", "upcoming") else ("closed", None)
