"""How a check of ``doctor`` came out."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class CheckStatus(StrEnum):
    """How a check came out."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One check: its subject, its result, and the exact next step if it failed.

    ``unreached``: a source did not answer at all.
    """

    what: str
    verdict: CheckStatus
    says: str
    todo: str = ""
    unreached: bool = False


def for_reading(findings: Sequence[CheckResult]) -> list[CheckResult]:
    """Return the findings, with one for all sources that were not reached."""
    down = [one for one in findings if one.unreached]
    if len(down) <= 1:
        return list(findings)
    says = f"{len(down)} are not reached ({', '.join(one.what for one in down)}). {down[0].says}"
    todo = "Check the network. If this stays so: allow their hosts out, or set SPUDWATCH_SOURCES__…_URL to a proxy."
    whole = CheckResult("sources", CheckStatus.WARN, says, todo)
    return [whole if one is down[0] else one for one in findings if one is down[0] or not one.unreached]
