"""Subjects, aliases and events on SQLite: implements `bot.ports.ledger`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from bot.domain.names.index import KnownName, KnownSubject
from bot.domain.names.reading import NameKind
from bot.domain.names.subjects import (
    Alias,
    AliasStatus,
    OpenedSubject,
    Subject,
    SubjectEvent,
    SubjectOrigin,
    SubjectState,
    SubjectStateRow,
    fold,
    spaced,
    standing_at,
)
from bot.domain.promises import TimePromise
from bot.ledger import Row, Tables, moment, so_and_learned
from bot.messages.request import View
from bot.ports.ledger import NameChanges
from storage.accounts.personal_data import PersonalTable
from storage.changes import touch_each
from storage.engines import Database, DbRow, Writer
from storage.rows import array, from_db, params, queries, to_db
from storage.subjects import close_subject, give_names, open_subject, take_names
from storage.time_promises import load_time_promises, time_promise

_SQL = queries("ledger")
_KINDS = {"label": NameKind.LABEL}
SPARE = 100  # extra subjects read, since the query's order differs slightly from the displayed order


class LedgerStore:
    """The ledger's subjects as of a view; loads the public files."""

    KEEPS = (
        PersonalTable("subjects", things=True),
        PersonalTable("subject_states", things=True),
        PersonalTable("aliases", things=True),
        PersonalTable("events", things=True),
        PersonalTable("name_changes", things=True),
    )

    def __init__(self, database: Database) -> None:
        self._db = database

    def subject(self, slug: str, view: View) -> Subject | None:
        """The subject of that slug with the states known by then."""
        return self.subjects([slug], view).get(slug)

    def subjects(self, slugs: Sequence[str], view: View) -> Mapping[str, Subject]:
        """Those of these slugs that were known by then."""
        if not slugs:
            return {}
        own: dict[str, DbRow] = {}  # a tenant's subject stands behind the public one of the same slug
        states: defaultdict[tuple[str, str], list[SubjectStateRow]] = defaultdict(list)
        for row in self._db.read(_SQL["subjects"], params(view, slugs=array(slugs))):
            own[row["slug"]] = row
            if row["state"] is not None:
                state = _state(
                    row["state"],
                    row["so_at"],
                    row["state_learned_at"],
                    row["surface"],
                    row["state_source"],
                    row["state_origin"],
                )
                states[row["slug"], row["tenant"]].append(state)
        return {slug: _subject(row, states[slug, row["tenant"]]) for slug, row in own.items()}

    def named(self, text: str, view: View) -> Sequence[Alias]:
        """Return aliases equal to ``text`` once folded, else with its number separated."""
        folded = fold(text[:200])
        rows = self._db.read(_SQL["named"], params(view, folded=folded))
        if not rows and spaced(folded) != folded:
            rows = self._db.read(_SQL["named"], params(view, folded=spaced(folded)))
        return standing_at(_alias(row) for row in rows)

    def aliases_of(self, slug: str, view: View) -> Sequence[Alias]:
        """Return a subject's names by then."""
        return standing_at(_alias(row) for row in self._db.read(_SQL["aliases_of"], params(view, slug=slug)))

    def namesakes(self, slugs: Sequence[str], view: View) -> Sequence[Alias]:
        """Whatever reads as one of the names of some subjects."""
        wanted = params(view, slugs=array(slugs))
        return standing_at(_alias(row) for row in self._db.read(_SQL["namesakes"], wanted))

    def aliases(self, view: View) -> Sequence[Alias]:
        """Return all aliases known by then."""
        return standing_at(_alias(row) for row in self._db.read(_SQL["all_aliases"], params(view)))

    def suggest(self, text: str, view: View, limit: int = 25) -> Sequence[Subject]:
        """Return subjects by prefix, then by any part of a name, own names first.

        It returns the latest without a text.
        """
        wanted, many = fold(text[:100]), limit + SPARE
        if not wanted:
            rows, places = self._db.read(_SQL["latest_subjects"], params(view, many=many)), dict[str, int]()
        else:
            beyond = wanted + "\U0010ffff"
            rows = self._db.read(_SQL["subjects_beginning"], params(view, wanted=wanted, beyond=beyond, many=many))
            if len(rows) < limit:
                rows = self._db.read(_SQL["subjects_holding"], params(view, wanted=wanted, many=many))
            places = {row["slug"]: min(row["place"], 2) for row in rows}  # at the beginning of a name, or further in
        found, now = self._subjects(rows, view), view.as_of

        def place(one: Subject) -> tuple[int, bool, float, str]:  # "sp" is Spud's own before it is one it may be
            own = fold(one.name).startswith(wanted)
            return places.get(one.slug, 0), not own, -(one.changed_at or now).timestamp(), one.slug

        return sorted(found, key=place)[:limit]

    def of_lab(self, lab: str, view: View, limit: int = 500) -> Sequence[Subject]:
        """Return subjects of a lab by slug."""
        wanted = f"{lab}/"
        rows = self._db.read(_SQL["of_lab"], params(view, wanted=wanted, beyond=wanted + "\U0010ffff", limit=limit))
        return self._subjects(rows, view)

    def latest_releases(self, view: View, limit: int) -> Sequence[Subject]:
        """Return the subjects that were released last, in no order."""
        return self._subjects(self._db.read(_SQL["latest_releases"], params(view, limit=limit)), view)

    def latest_row(self, view: View) -> datetime | None:
        """Return when the last row known by then became known."""
        at = self._db.read(_SQL["latest_row"], params(view))[0]["at"]
        return None if at is None else from_db(at)

    def names_positions(self, tenant: str) -> tuple[int, int]:
        """Return the last change of the public names and the tenant's; 0 if none."""
        (row,) = self._db.read(_SQL["names_positions"], {"tenant": tenant})
        return row["public"], row["own"]

    def names(self, tenant: str, after: int | None) -> NameChanges:
        """Return name changes of the public ledger ("") or a tenant since a position.

        None stands for all.
        """
        rows = self._db.read(_SQL["name_changes"], {"tenant": tenant, "after": after or 0})
        slugs = {row["slug"] for row in rows}
        whole = after is None or "" in slugs
        wanted = {"tenant": tenant, "slugs": None if whole else array(sorted(slugs))}
        own, states = self._db.read(_SQL["own"], wanted), self._db.read(_SQL["own_states"], wanted)
        names = _known_names(self._db.read(_SQL["own_aliases"], wanted))
        known = _known_subjects(own, states, names)
        here = {one.slug for one in known}
        return NameChanges(
            max((row["seq"] for row in rows), default=after or 0),
            known,
            () if whole else tuple(slug for slug in slugs - here if slug not in names),
            {slug: rows for slug, rows in names.items() if slug not in here},
            whole=whole,
        )

    def events(self, slugs: Sequence[str], view: View) -> Sequence[SubjectEvent]:
        """Return the events of these subjects known by then."""
        rows = self._db.read(_SQL["events"], params(view, slugs=array(slugs)))
        return tuple(
            SubjectEvent(
                row["id"],
                row["slug"],
                from_db(row["so_at"]),
                from_db(row["learned_at"]),
                row["kind"],
                row["label"],
                row["text"],
                row["source"],
            )
            for row in rows
        )

    def time_promises(self, view: View) -> Sequence[TimePromise]:
        """Return the release promises made by then."""
        rows = self._db.read(_SQL["time_promises"], {"as_of": to_db(view.as_of)})
        return tuple(time_promise(row, view.as_of) for row in rows)

    async def open(self, subject: OpenedSubject) -> None:
        """Create a subject if unknown."""
        await self._db.write(lambda db: open_subject(db, subject))

    async def close(self, tenant: str, slug: str, at: datetime) -> None:
        """Take back a subject that a tenant opened."""
        await self._db.write(lambda db: close_subject(db, tenant, slug, at))

    async def name(self, tenant: str, aliases: Sequence[Alias]) -> None:
        """Give subjects names in a tenant."""
        await self._db.write(lambda db: give_names(db, tenant, aliases))

    async def unname(self, tenant: str, aliases: Sequence[Alias], at: datetime) -> None:
        """Take such names back."""
        await self._db.write(lambda db: take_names(db, tenant, aliases, at))

    def _subjects(self, rows: Sequence[DbRow], view: View) -> tuple[Subject, ...]:
        slugs = array(row["slug"] for row in rows)
        states: dict[str, list[SubjectStateRow]] = defaultdict(list)
        for row in self._db.read(_SQL["states"], params(view, slugs=slugs)):
            states[row["slug"]].append(
                _state(row["state"], row["so_at"], row["learned_at"], row["surface"], row["source"], row["origin"])
            )
        return tuple(_subject(row, states[row["slug"]]) for row in rows)

    @staticmethod
    def load(db: Writer, tables: Tables) -> None:
        """Replace the public rows by those of the files; tenants' rows stay."""
        for table in ("subjects", "subject_states", "aliases"):
            db.execute(f"DELETE FROM {table} WHERE tenant = '' AND origin = 'ledger'")  # noqa: S608 - a constant of ours
        db.execute("DELETE FROM events WHERE tenant = ''")
        db.execute("INSERT INTO name_changes (tenant, slug) VALUES ('', '')")
        for row in tables.get("subject", ()):
            _load_subject(db, row)
        for row in tables.get("state", ()):
            _load_state(db, row["subject"], row, row["source"])
        for row in tables.get("alias", ()):
            so, learned = so_and_learned(row)
            db.execute(
                "INSERT OR REPLACE INTO aliases VALUES (?, ?, ?, ?, ?, ?, '', ?, ?, 'ledger')",
                [
                    fold(row["text"]),
                    row["text"],
                    row["subject"],
                    row["standing"],
                    to_db(so),
                    to_db(learned),
                    row["source"],
                    row.get("why", ""),
                ],
            )
        for row in tables.get("event", ()):
            so, learned = so_and_learned(row)
            db.execute(
                "INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, '', ?)",
                [
                    row["id"],
                    row["subject"],
                    to_db(so),
                    to_db(learned),
                    row["kind"],
                    row["label"],
                    row["text"],
                    row["source"],
                ],
            )
        load_time_promises(db, tables)
        touch_each(db, _SQL["mark_public"])


@lru_cache(maxsize=16_384)  # lists of subjects read the same rows again and again
def _state(state: str, so: int, learned: int, surface: str, source: str, origin: str) -> SubjectStateRow:
    """The value of a state's row."""
    return SubjectStateRow(SubjectState(state), from_db(so), from_db(learned), surface, source, SubjectOrigin(origin))


def _subject(row: DbRow, states: Sequence[SubjectStateRow]) -> Subject:
    """A subject of its row and those of its states."""
    return Subject(
        row["slug"],
        row["name"],
        row["vendor"],
        row["family"],
        row["note"],
        row["source"],
        from_db(row["learned_at"]),
        tuple(states),
        SubjectOrigin(row["origin"]),
        from_db(row["known_up_to"]),
    )


def _known_names(rows: Sequence[DbRow]) -> Mapping[str, tuple[KnownName, ...]]:
    """Group names by slug, each with its history."""
    names: dict[str, dict[str, list[tuple[datetime, str]]]] = defaultdict(dict)
    for row in rows:
        names[row["slug"]].setdefault(row["text"], []).append((from_db(row["learned_at"]), row["status"]))
    return {slug: tuple(KnownName(text, tuple(said)) for text, said in texts.items()) for slug, texts in names.items()}


def _known_subjects(
    rows: Sequence[DbRow], states: Sequence[DbRow], names: Mapping[str, tuple[KnownName, ...]]
) -> tuple[KnownSubject, ...]:
    """Subjects as the name reader needs them."""
    history: dict[str, list[tuple[datetime, str, date]]] = defaultdict(list)
    for row in states:
        history[row["slug"]].append((from_db(row["learned_at"]), row["state"], from_db(row["so_at"]).date()))
    return tuple(
        KnownSubject(
            row["slug"],
            row["name"],
            row["vendor"],
            names.get(row["slug"], ()),
            _KINDS.get(row["slug"].partition("/")[0])
            or (NameKind.LEDGER if row["origin"] == "ledger" else NameKind.DISCOVERED),
            from_db(row["learned_at"]),
            from_db(row["learned_at"]).date(),
            tuple(history[row["slug"]]),
        )
        for row in rows
    )


def _load_subject(db: Writer, row: object) -> None:
    assert isinstance(row, dict)  # noqa: S101 - narrows for the type checker
    _, learned = so_and_learned({"so": row["learned"], **row})
    db.execute(
        "INSERT OR REPLACE INTO subjects VALUES (?, ?, ?, ?, ?, '', ?, ?, 'ledger', ?)",
        [
            row["slug"],
            row["name"],
            row["vendor"],
            row.get("family", ""),
            row.get("note", ""),
            to_db(learned),
            row["source"],
            to_db(_known_up_to(row, learned)),
        ],
    )
    names: Iterable[str] = {row["name"], row["slug"].rpartition("/")[2], *row.get("also", ())}
    for name in sorted(names):
        db.execute(
            "INSERT OR IGNORE INTO aliases VALUES (?, ?, ?, 'good', ?, ?, '', ?, '', 'ledger')",
            [fold(name), name, row["slug"], to_db(learned), to_db(learned), row["source"]],
        )
    for state in row.get("states", ()):
        _load_state(db, row["slug"], state, row["source"])


def _load_state(db: Writer, slug: str, state: Row, source: str) -> None:
    so, learned = so_and_learned(state)
    db.execute(
        "INSERT OR REPLACE INTO subject_states VALUES (?, ?, ?, ?, ?, '', ?, 'ledger')",
        [slug, state["state"], state.get("surface", ""), to_db(so), to_db(learned), state.get("source", source)],
    )


def _known_up_to(row: dict[str, Any], learned: datetime) -> datetime:
    """Return when a subject was last checked: by its row, or its latest fact."""
    if "known_up_to" in row:
        return moment(row["known_up_to"])
    return max([learned, *(moment(state.get("learned", state["so"])) for state in row.get("states", ()))])


def _alias(row: DbRow) -> Alias:
    return Alias(
        row["text"],
        row["slug"],
        AliasStatus(row["status"]),
        from_db(row["so_at"]),
        from_db(row["learned_at"]),
        row["source"],
        row["why"],
    )
