"""Claims, evidence, runs and demo notes on SQLite: implements `bot.ports.claims`."""

from __future__ import annotations

import json
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.evals.eval_runs import EvalRun
from bot.domain.evidence.evidence import Benchmark, Claim, ClaimOutcome, Evidence
from bot.ledger import Tables, number_of, part
from bot.ledger import claims as files
from bot.ledger.editions import unpack
from bot.messages.errors import Conflict
from bot.messages.request import View
from bot.ports.changes import ChangeMark
from bot.ports.claims import ClaimDispute, ClaimResolution, DemoCard, Filing, SourceInfo
from storage.accounts.personal_data import FORMER, PersonalTable
from storage.changes import touch, touch_each
from storage.claims import filings
from storage.claims.erasure import erase_author
from storage.claims.rows import claim_of, evidence_of, insert_claim, insert_evidence
from storage.claims.search import ClaimSearchIndex, sweep
from storage.editions import EditionStore, last_chain
from storage.engines import Database, DbRow, Writer
from storage.rows import array, dumps, from_db, maybe_to_db, params, queries, to_db

_SQL = queries("claims")
_OF_EVIDENCE = "evidence IN (SELECT id FROM evidence WHERE tenant = :tenant)"
_CACHED = 20_000  # claims and items of evidence kept as values: a row is decoded once, not at every question


class ClaimStore:
    """Claims and evidence.

    Reads by view, writes filed records, loads the public files.
    """

    KEEPS = (
        PersonalTable("claim_sources", things=True),
        PersonalTable("claims", ("by",), words={"by": {"text": "", "aliases": "[]", "source": FORMER}}),
        PersonalTable(
            "claims_search", things=True, through="rowid IN (SELECT number FROM claims WHERE tenant = :tenant)"
        ),
        PersonalTable("claim_outcomes", ("by",), words={"by": {"why": ""}}),
        PersonalTable("claim_disputes", ("by",), drop=True, words={"by": {"why": "", "link": ""}}),
        PersonalTable("evidence", ("by",), drop=True, words={"by": {"body": "{}", "url": ""}}),
        PersonalTable("evidence_subjects", things=True, through=_OF_EVIDENCE),
        PersonalTable("evidence_claims", things=True, through=_OF_EVIDENCE),
        PersonalTable("citations", things=True, through=_OF_EVIDENCE),
        PersonalTable("trials", ("by",), drop=True, words={"by": {"attempt": ""}}),
        PersonalTable("demos", ("by",), drop=True, words={"by": {"link": "", "answers": "{}"}}),
    )
    erase = staticmethod(erase_author)
    tidy = staticmethod(sweep)  # the words of erased claims leave the index too

    def __init__(self, database: Database) -> None:
        self._db = database
        self._items: dict[tuple[str, int], Evidence] = {}  # by id and the hash of the row
        self._known: dict[tuple[str, int], Claim] = {}  # by id and the hash of the rows
        self._search = ClaimSearchIndex(database)
        self._benchmarks: tuple[str, Mapping[str, Benchmark]] | None = None

    def claim(self, claim_id: str, view: View) -> Claim | None:
        """One claim as known by then."""
        return next(iter(self._claims(self._db.read(_SQL["claim"], params(view, id=claim_id.upper())), view)), None)

    def about(self, subjects: Sequence[str], view: View) -> Sequence[Claim]:
        """The claims about some subjects."""
        return self._claims(self._db.read(_SQL["about"], params(view, slugs=array(subjects))), view)

    def like(self, text: str, subjects: Sequence[str], view: View, limit: int = 80) -> Sequence[Claim]:
        """Return candidates for the claim a text repeats, by words or subject, best first."""
        kept = self._search.kept.of(view)
        numbers, known = self._search.candidates(text, view, subjects, limit, kept), kept.claims
        if new := [number for number in numbers if number not in known]:
            rows = self._db.read(_SQL["by_number"], params(view, numbers=array(new)))
            known.update(zip((row["number"] for row in rows), self._claims(rows, view), strict=True))
        return tuple(known[number] for number in numbers if number in known)

    def every(self, view: View, limit: int = 1000, after: int = 0) -> Sequence[Claim]:
        """All claims, the latest learned first."""
        return self._claims(self._db.read(_SQL["every"], params(view, limit=limit, after=after)), view)

    def open_of(self, view: View) -> Sequence[Claim]:
        """The tenant's own claims that are open by then, oldest first."""
        return self._claims(self._db.read(_SQL["open_of"], params(view)), view)

    def count(self, view: View) -> int:
        """How many claims there are."""
        return int(self._db.read(_SQL["count"], params(view))[0]["n"])

    def position(self, as_of: datetime) -> Hashable:
        """What the public ledger of claims had come to by then."""
        return tuple(self._db.read(_SQL["position"], {"as_of": to_db(as_of)})[0])

    def some(self, ids: Sequence[str], view: View) -> Sequence[Claim]:
        """Those of these claims that were known by then."""
        return self._claims(self._db.read(_SQL["some"], params(view, ids=array(ids))), view)

    def resolutions(self, view: View, kind: str, limit: int) -> Sequence[ClaimResolution]:
        """What came true or false by then, the latest first."""
        return tuple(
            ClaimResolution(
                row["tenant"], row["claim"], row["type"], ClaimOutcome(row["outcome"]), from_db(row["learned_at"])
            )
            for row in self._db.read(_SQL["resolutions"], params(view, kind=kind, limit=limit))
        )

    def _claims(self, rows: Sequence[DbRow], view: View) -> tuple[Claim, ...]:
        if not rows:
            return ()
        ids = array(row["id"] for row in rows)
        found = self._db.read(_SQL["outcomes"], params(view, ids=ids))
        outcomes = {row["claim"]: row for row in found if row["outcome"]}  # the tenant's own sorts after the public one
        disputed = {row["claim"] for row in found if not row["outcome"]}
        return tuple(self._claim(row, outcomes.get(row["id"]), disputed=row["id"] in disputed) for row in rows)

    def _claim(self, row: DbRow, outcome: DbRow | None, *, disputed: bool) -> Claim:
        key = (row["id"], hash((tuple(row), outcome and tuple(outcome), disputed)))
        made = self._known.get(key)
        if made is None:
            if len(self._known) >= _CACHED:
                self._known.clear()
            made = self._known[key] = claim_of(row, outcome, disputed=disputed)
        return made

    def evidence(self, subjects: Sequence[str], view: View, claim_id: str = "") -> Sequence[Evidence]:
        """Return items about some subjects or linked to a claim, and what they cite."""
        rows = self._db.read(_SQL["evidence"], params(view, slugs=array(subjects), claim=claim_id))
        return tuple(self._item(row) for row in rows)

    def tenants_about(self, subjects: Sequence[str], as_of: datetime) -> Sequence[str]:
        """The tenants that filed something of their own about these subjects by then."""
        asked = {"slugs": array(subjects), "as_of": to_db(as_of)}
        return tuple(row["tenant"] for row in self._db.read(_SQL["tenants_about"], asked))

    def item(self, evidence_id: str, view: View) -> Evidence | None:
        """One item."""
        rows = self._db.read(_SQL["item"], params(view, id=evidence_id.upper()))
        return self._item(rows[0]) if rows else None

    def _item(self, row: DbRow) -> Evidence:
        key = (row["id"], hash(tuple(row)))
        made = self._items.get(key)
        if made is None:
            if len(self._items) >= _CACHED:
                self._items.clear()
            made = self._items[key] = evidence_of(row)
        return made

    def benchmarks(self) -> Mapping[str, Benchmark]:
        """The benchmarks by name, from the edition that stands."""
        chain = last_chain(self._db)
        if self._benchmarks is None or self._benchmarks[0] != chain:
            taken = EditionStore(self._db).taken()
            self._benchmarks = chain, files.benchmarks(unpack(taken).tables if taken else part("benchmarks.toml"))
        return self._benchmarks[1]

    def sources(self, view: View) -> Mapping[str, SourceInfo]:
        """Return the sources of the evidence by party, including undescribed ones."""
        found = {
            row["party"]: SourceInfo(row["party"], "unknown") for row in self._db.read(_SQL["parties"], params(view))
        }
        for row in self._db.read(_SQL["sources"], params(view)):
            found[row["party"]] = SourceInfo(row["party"], row["kind"], row["url"], row["note"])
        return found

    def items_of(self, party: str, view: View) -> Sequence[Evidence]:
        """Every item of one party, in the order they were filed."""
        return tuple(self._item(row) for row in self._db.read(_SQL["items_of"], params(view, party=party)))

    def latest_of(self, parties: Sequence[str], view: View, limit: int) -> Sequence[Evidence]:
        """The latest items of some parties that are linked to claims."""
        rows = self._db.read(_SQL["latest_of"], params(view, parties=array(parties), limit=limit))
        return tuple(self._item(row) for row in rows)

    def said_by(self, party: str, view: View) -> Sequence[tuple[Evidence, Claim, int]]:
        """Return a party's statements about claims of the ledger."""
        rows = self._db.read(_SQL["said_by"], params(view, party=party))
        claims = {one.id: one for one in self.some(list(dict.fromkeys(row["claim"] for row in rows)), view)}
        return tuple((self._item(row), claims[row["claim"]], row["sign"]) for row in rows if row["claim"] in claims)

    def disputes(self, claim_id: str, view: View) -> Sequence[ClaimDispute]:
        """The disputes of one claim, oldest first."""
        return tuple(
            ClaimDispute(row["claim"], row["by"], row["why"], row["link"], from_db(row["learned_at"]), row["state"])
            for row in self._db.read(_SQL["disputes"], params(view, id=claim_id.upper()))
        )

    def trials(self, tenant: str, task: str = "", model: str = "") -> Sequence[EvalRun]:
        """A tenant's own runs."""
        return tuple(
            EvalRun(
                row["task"],
                row["model"],
                row["score"],
                None if row["passed"] is None else bool(row["passed"]),
                row["latency_ms"],
                row["cost"],
                row["attempt"],
                row["by"],
                from_db(row["so_at"]),
            )
            for row in self._db.read(_SQL["trials"], {"tenant": tenant, "task": task, "model": model})
        )

    def tasks(self, tenant: str) -> Sequence[str]:
        """The tasks a tenant has runs of."""
        return tuple(row["task"] for row in self._db.read(_SQL["tasks"], {"tenant": tenant}))

    def demo(self, tenant: str, link: str) -> DemoCard | None:
        """Return a tenant's notes about a demo."""
        for row in self._db.read(_SQL["demo"], {"tenant": tenant, "link": link}):
            return DemoCard(row["link"], json.loads(row["answers"]), row["by"], from_db(row["learned_at"]))
        return None

    async def add_claim(self, claim: Claim, by: str, at: datetime) -> str:
        """File a claim for its tenant; the same words are the same claim."""

        def run(db: Writer) -> str:
            known = db.execute(
                "SELECT id, retracted_at FROM claims WHERE tenant = ? AND text = ?", [claim.tenant, claim.text]
            ).fetchone()
            if known and known[1] is not None:
                raise Conflict(f"The desk took that claim back before ({known[0]}).", todo="Ask the desk.")
            if known:
                return str(known[0])
            number = db.execute(_SQL["next_claim"]).fetchone()[0]
            made = replace(claim, id=f"CL-{number:04d}", so_at=claim.so_at or at, learned_at=at)
            insert_claim(db, made, number, by)
            db.execute(_SQL["numbered"], {"name": "last claim", "number": number})
            touch(db, [ChangeMark(claim.tenant, "claims", claim.statement.subject, at)])
            return made.id

        return await self._db.write(run)

    async def add_evidence(self, item: Evidence, by: str, at: datetime) -> str:
        """File an item for its tenant; the same address under the same claim is one item."""

        def run(db: Writer) -> str:
            for claim in item.links:
                known = db.execute(
                    "SELECT id FROM evidence JOIN evidence_claims ON evidence = id "
                    "WHERE tenant = ? AND claim = ? AND url = ? AND url <> ''",
                    [item.tenant, claim, item.url],
                ).fetchone()
                if known:
                    return str(known[0])
            number = db.execute(_SQL["next_evidence"]).fetchone()[0]
            made = replace(item, id=f"EV-{number:04d}", learned_at=at, by=by)
            insert_evidence(db, made, number)
            db.execute(_SQL["numbered"], {"name": "last evidence", "number": number})
            touch_each(db, filings.OF_ITEM, [to_db(at), made.id])
            return made.id

        return await self._db.write(run)

    async def accept(self, evidence_id: str, tenant: str, accepted: bool, by: str, at: datetime) -> bool:  # noqa: FBT001 - the port's
        """The desk's word on an item."""

        def run(db: Writer) -> bool:
            sql = "UPDATE evidence SET accepted = ?, changed = changed + 1 WHERE id = ? AND tenant = ?"
            there = f"{sql} AND withdrawn_at IS NULL"
            if not db.execute(there, [int(accepted), evidence_id, tenant]).rowcount:
                return False
            touch_each(db, filings.OF_ITEM, [to_db(at), evidence_id])
            return True

        return await self._db.write(run)

    def filings(self, tenant: str, person: str) -> Sequence[Filing]:
        """What a person filed and did not withdraw."""
        return filings.filings(self._db, tenant, person)

    async def revise(self, item: Evidence, at: datetime) -> bool:
        """Store an edited item of its author."""
        return await self._db.write(lambda db: filings.revise(db, item, at))

    async def reword(self, claim: Claim, items: Sequence[Evidence], by: str, at: datetime) -> bool:
        """Store an edited claim of its author."""
        return await self._db.write(lambda db: filings.reword(db, claim, items, by, at))

    async def withdraw(self, name: str, tenant: str, by: str, at: datetime) -> bool:
        """Erase what its author takes back."""
        return await self._db.write(lambda db: filings.withdraw(db, name, tenant, by, at))

    async def retract(self, claim_id: str, tenant: str, at: datetime, *, stands: bool) -> bool:
        """Take a claim back, or let it stand again."""
        return await self._db.write(lambda db: filings.retract(db, claim_id, tenant, at, stands=stands))

    async def resolve(
        self, claim_id: str, tenant: str, outcome: ClaimOutcome | None, by: str, why: str, at: datetime
    ) -> bool:
        """Record an outcome, as this tenant sees it; None takes its last one back."""

        def run(db: Writer) -> bool:
            if not db.execute("SELECT 1 FROM claims WHERE id = ? AND tenant IN ('', ?)", [claim_id, tenant]).fetchone():
                return False
            if outcome is None:
                db.execute(_SQL["forget_outcome"], {"claim": claim_id, "tenant": tenant})
            else:
                row = [claim_id, tenant, outcome.value, to_db(at), to_db(at), by, why]
                db.execute("INSERT OR REPLACE INTO claim_outcomes VALUES (?, ?, ?, ?, ?, ?, ?)", row)
            select = "SELECT ? AS tenant, 'claims' AS kind, subject AS ref, ? AS at FROM claims WHERE id = ?"
            touch_each(db, select, [tenant, to_db(at), claim_id])
            return True

        return await self._db.write(run)

    async def dispute(self, dispute: ClaimDispute, tenant: str) -> None:
        """Note an objection; the same person's later words replace the earlier ones."""

        def run(db: Writer) -> None:
            db.execute(
                "INSERT OR REPLACE INTO claim_disputes VALUES (?, ?, ?, ?, ?, ?, ?)",
                [dispute.claim, tenant, dispute.by, dispute.why, dispute.link, to_db(dispute.at), dispute.state],
            )

        await self._db.write(run)

    async def log_trials(self, tenant: str, trials: Sequence[EvalRun]) -> int:
        """Store runs; one per task, model and attempt."""

        def run(db: Writer) -> int:
            before = db.execute("SELECT count(*) FROM trials").fetchone()[0]
            db.executemany(
                "INSERT OR IGNORE INTO trials "
                "(tenant, task, model, score, passed, latency_ms, cost, attempt, by, so_at) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    (
                        tenant,
                        t.task,
                        t.model,
                        t.score,
                        None if t.passed is None else int(t.passed),
                        t.latency_ms,
                        t.cost,
                        t.attempt,
                        t.by,
                        maybe_to_db(t.at) or 0,
                    )
                    for t in trials
                ],
            )
            return int(db.execute("SELECT count(*) FROM trials").fetchone()[0] - before)

        return await self._db.write(run)

    async def drop_trials(self, tenant: str, by: str, at: datetime) -> None:
        """Delete the runs that a person logged at a moment."""
        row = [tenant, by, to_db(at)]
        await self._db.write(lambda db: db.execute("DELETE FROM trials WHERE tenant = ? AND by = ? AND so_at = ?", row))

    async def keep_demo(self, tenant: str, card: DemoCard) -> None:
        """Note the disclosures of a demo."""

        def run(db: Writer) -> None:
            db.execute(
                "INSERT OR REPLACE INTO demos VALUES (?, ?, ?, ?, ?)",
                [tenant, card.link, dumps(dict(card.answers)), card.by, to_db(card.at)],
            )

        await self._db.write(run)

    @staticmethod
    def load(db: Writer, tables: Tables) -> None:
        """Replace the public rows by those of the files; tenants' rows stay."""
        public = "SELECT id FROM evidence WHERE tenant = ''"
        for table in ("evidence_subjects", "evidence_claims", "citations"):
            db.execute(f"DELETE FROM {table} WHERE evidence IN ({public})")  # noqa: S608 - constants of ours
        for table in ("evidence", "claims", "claim_sources"):
            db.execute(f"DELETE FROM {table} WHERE tenant = ''")  # noqa: S608 - names and marks are ours, values are bound
        db.execute("DELETE FROM claim_outcomes WHERE tenant = ''")
        for party, kind, url, note in files.sources(tables):
            db.execute("INSERT INTO claim_sources VALUES (?, ?, ?, ?, '')", [party, kind, url, note])
        for claim in files.claims(tables):
            insert_claim(db, claim, number_of(claim.id), "")
            if claim.resolved_at is not None:
                db.execute(
                    "INSERT INTO claim_outcomes VALUES (?, '', ?, ?, ?, '', ?)",
                    [
                        claim.id,
                        claim.outcome.value,
                        to_db(claim.resolved_at),
                        to_db(claim.resolved_at),
                        claim.outcome_source,
                    ],
                )
        sweep(db)
        for item in files.evidence(tables):
            insert_evidence(db, item, number_of(item.id))
        touch_each(db, _SQL["mark_public"])
