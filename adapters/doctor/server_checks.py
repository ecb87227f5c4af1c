"""The doctor's checks of a PostgreSQL server."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from adapters.doctor.results import CheckResult, CheckStatus
from bot.messages.errors import SpudwatchError
from bot.ports.notifications.outbox import MessageState
from storage import is_current
from storage.engines import Database
from storage.notifications.outbox import OutboxStore

LATE = timedelta(minutes=10)  # how long a message may be due and not posted
BEHIND = 60.0  # seconds a replica may lag


def served(database: Database, address: str, now: datetime) -> Iterator[CheckResult]:
    """Check the server: version, size, pooler, leader, outbox, and the ledger loaded."""
    from storage.postgres.diagnosis import server_facts  # noqa: PLC0415 - an extra

    try:
        facts = server_facts(address)
    except SpudwatchError as error:
        yield CheckResult("database", CheckStatus.FAIL, f"{error.what} {error.why}".strip(), str(error.todo))
        return
    says = f"{database.name}, PostgreSQL {facts.version.split()[0]}, {facts.size / 2**20:.1f} MB"
    yield CheckResult("database", CheckStatus.OK, says)
    if facts.pooled:
        todo = "Connect directly, or set the pooler to session mode."
        yield CheckResult("pooler", CheckStatus.FAIL, "a pooler shares connections: locks and notices are lost", todo)
    if facts.replica:
        yield CheckResult("replica", CheckStatus.FAIL, "that server only reads", "Name the primary server.")
    if facts.encoding != "UTF8":
        todo = "Make the database anew with ENCODING 'UTF8'."
        yield CheckResult("encoding", CheckStatus.FAIL, f"the database keeps {facts.encoding}", todo)
    yield CheckResult("serving", CheckStatus.OK, "a process serves it" if facts.serving else "no process serves it")
    yield _queue(database, now)
    if not is_current(database):
        todo = "Run spudwatch migrate with the newest version that runs."
        yield CheckResult("ledger", CheckStatus.WARN, "the public ledger in it is not this version's", todo)


def _queue(database: Database, now: datetime) -> CheckResult:
    """Check whether messages are posted when they are due."""
    totals = OutboxStore(database).totals()
    waiting = sum(totals.states.get(state, 0) for state in (MessageState.READY, MessageState.AMBIGUOUS))
    if totals.oldest is not None and now - totals.oldest > LATE:
        says = f"{waiting} wait, the first since {totals.oldest:%Y-%m-%d %H:%M} UTC"
        return CheckResult("queue", CheckStatus.WARN, says, "Look whether a worker leads, and into its log.")
    return CheckResult("queue", CheckStatus.OK, f"{waiting} messages wait to be posted")


def replica(address: str) -> CheckResult:
    """Check the server that public pages are read from."""
    from storage.postgres.diagnosis import server_facts  # noqa: PLC0415 - an extra

    try:
        facts = server_facts(address)
    except SpudwatchError as error:
        return CheckResult("replica", CheckStatus.FAIL, f"{error.what} {error.why}".strip(), str(error.todo))
    if not facts.replica:
        todo = "Name a streaming replica in SPUDWATCH_DATABASE_READ, or leave it out."
        return CheckResult("replica", CheckStatus.WARN, "the server that pages are read from follows no other", todo)
    slow = facts.behind > BEHIND
    todo = "Look into its log; a server that nobody writes to looks the same." if slow else ""
    says = f"pages are read from it, {facts.behind:.0f} s behind"
    return CheckResult("replica", CheckStatus.WARN if slow else CheckStatus.OK, says, todo)
