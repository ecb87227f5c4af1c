"""Pages as HTML: Jinja2, everything escaped, and the filters that pages share."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from functools import cache
from importlib import resources
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from adapters.images.svg import line_chart, thinned
from bot.domain.markets.quotes import Probability
from bot.domain.time import day_of, format_moment, format_time
from bot.messages.reply import Chart
from bot.messages.words import flag_words
from bot.pages.blocks.search_index import Hit

TABLE = 30  # rows of a line in the table below its chart
_ITEMS: dict[str, tuple[str, tuple[Hit, ...], Markup]] = {}  # by kind of hit: the base, the hits and their lines
_STATIC = resources.files("adapters.web") / "static"


@cache
def static_file(name: str) -> bytes:
    """A file that pages load, without its comment lines and indentation.

    A script keeps its lines; the lines of a style sheet are whole rules.
    """
    lines = (line.strip() for line in (_STATIC / name).read_text("utf-8").splitlines())
    kept = [line for line in lines if line and not line.startswith("//")]
    return ("" if name.endswith(".css") else "\n").join(kept).encode()


@cache
def templates_of(package: str) -> Environment:
    """A package's templates; an unknown name is an error, and all values are escaped."""
    return Environment(
        loader=PackageLoader(package),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


@cache
def environment() -> Environment:
    """The templates of the public pages, with their filters."""
    made = templates_of("adapters.web")
    made.filters |= {
        "day": format_time,
        "daymonth": lambda at: format_time(at, "%d %b"),
        "clock": lambda at: f"{at:%H:%M}",
        "moment": lambda at: f"{format_moment(at)} UTC",
        "newyork": lambda at: format_time(day_of(at)),
        "iso": lambda at: at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "dateonly": lambda day: format_time(date.fromisoformat(day) if isinstance(day, str) else day),
        "dated": _dated,
        "flag": flag_words,
        "percent": lambda value: Probability(value).said,
        "svg": lambda chart: Markup(line_chart(chart)),  # noqa: S704 - made of numbers and escaped text only
        "lines": _lines,
        "thin": lambda points: thinned(points, TABLE),
        "by_kind": _by_kind,
        "hit_lines": _hit_lines,
        "halves": lambda rows, most: [part for part in (rows[:most], rows[most:]) if part],
    }
    return made


def _dated(text: str) -> str:
    """A time as people read it, ``2026-04-21`` as ``21 Apr 2026``; other words stay."""
    try:
        return format_time(datetime.fromisoformat(text))
    except ValueError:
        return text


def _by_kind(hits: Iterable[Hit]) -> Iterable[tuple[str, tuple[Hit, ...]]]:
    """Hits under their kinds, in the order of those."""
    found: dict[str, list[Hit]] = {}
    for hit in hits:
        found.setdefault(hit.kind, []).append(hit)
    return [(kind, tuple(found[kind])) for kind in sorted(found)]


def _hit_lines(hits: tuple[Hit, ...], base: str) -> Markup:
    """The lines of a list of hits, which the search box filters.

    Those of the last list of each kind are kept.
    """
    kind = hits[0].kind
    if (kept := _ITEMS.get(kind)) is not None and kept[:2] == (base, hits):
        return kept[2]
    lines = (
        f'<li data-find="{escape(" ".join(name.lower() for name in (hit.title, *hit.names)))}">'
        f'<a href="{escape(base)}{escape(hit.path)}">{escape(hit.title)}</a></li>'
        for hit in hits
    )
    _ITEMS[kind] = base, hits, Markup("".join(lines))  # noqa: S704 - its values are escaped
    return _ITEMS[kind][2]


def _lines(chart: Chart) -> Sequence[str]:
    return list(dict.fromkeys(series.name for series in chart.series))


def embedded_json(value: Any) -> Markup:
    """JSON for a script element: none of its characters can end the element."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))  # noqa: S704 - as said
