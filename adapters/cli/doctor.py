"""Check settings, tokens, database, sources and clock, and say what to do."""

import argparse
import asyncio
import json
import sys
import urllib.error
import urllib.request

from adapters.cli._common import add_database, database_address, settings
from adapters.doctor.desk_checks import browser_desk
from adapters.doctor.local_checks import chosen, memory
from adapters.doctor.platform_checks import platforms
from adapters.doctor.remote_checks import world
from adapters.doctor.results import CheckResult, CheckStatus, for_reading
from adapters.doctor.server_checks import replica
from adapters.doctor.webhook_checks import webhook_places
from adapters.runtime.clock import SystemClock
from bot.settings import Settings

_MARKS = {CheckStatus.OK: "✓ ok  ", CheckStatus.WARN: "! warn", CheckStatus.FAIL: "✗ fail", CheckStatus.OFF: "· off "}


def arguments(parser: argparse.ArgumentParser) -> None:
    """How much to look at, and how to print it."""
    add_database(parser)
    parser.add_argument("--json", action="store_true", help="print the findings as JSON")
    parser.add_argument("--offline", action="store_true", help="ask nobody outside this machine")
    parser.add_argument("--healthz", action="store_true", help="only ask the running process whether it is well")


def run(args: argparse.Namespace) -> int:
    """Run the checks and print them; return 0 if none failed, else 2."""
    if args.healthz:
        return _healthz()
    asked = settings()
    findings = [*chosen(), *memory(database_address(args.database))]
    findings += [*browser_desk(asked), *webhook_places(asked)]
    if asked.database_read:
        findings.append(replica(asked.database_read))
    findings += platforms(asked) if args.offline else asyncio.run(_asked(asked))
    if args.json:
        sys.stdout.write(json.dumps([_plain(finding) for finding in findings], ensure_ascii=False) + "\n")
    else:
        told = for_reading(findings)
        width = max(len(finding.what) for finding in told)
        for finding in told:
            line = f"{_MARKS[finding.verdict]}  {finding.what:<{width}}  {finding.says}"
            sys.stdout.write(line + (f"\n        {'':<{width}}→ {finding.todo}" if finding.todo else "") + "\n")
    return 2 if any(finding.verdict is CheckStatus.FAIL for finding in findings) else 0


async def _asked(chosen: Settings) -> list[CheckResult]:
    return [finding async for finding in world(chosen, SystemClock())]


def _plain(finding: CheckResult) -> dict[str, str]:
    return {"what": finding.what, "verdict": finding.verdict.value, "says": finding.says, "todo": finding.todo}


def _healthz() -> int:
    chosen = settings()
    if not chosen.metrics_port:
        sys.stderr.write("spudwatch: SPUDWATCH_METRICS_PORT is 0, so there is nobody to ask\n")
        return 1
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(chosen.metrics_host, chosen.metrics_host)  # noqa: S104 - asked, not opened
    address = f"http://{host}:{chosen.metrics_port}/healthz"
    try:
        with urllib.request.urlopen(address, timeout=4) as answer:
            return 0 if answer.status == 200 else 1  # noqa: PLR2004 - HTTP's own number
    except (urllib.error.URLError, OSError):
        sys.stderr.write("spudwatch: the running process does not answer, or says it is not well\n")
        return 1
