"""The doctor's checks of a PostgreSQL server."""

from collections.abc import Iterator

from adapters.doctor.results import CheckResult, CheckStatus
from bot.messages.errors import SpudwatchError
from storage import is_current
from storage.engines import Database


def served(database: Database, address: str) -> Iterator[CheckResult]:
    """Check the server: version, size, pooler, leader, and the ledger loaded."""
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
    if not is_current(database):
        todo = "Run spudwatch migrate with the newest version that runs."
        yield CheckResult("ledger", CheckStatus.WARN, "the public ledger in it is not this version's", todo)
