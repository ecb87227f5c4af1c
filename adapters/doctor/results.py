"""How a check of ``doctor`` came out."""

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
    """One check: what was looked at, how it is, and the exact next step when it is not well."""

    what: str
    verdict: CheckStatus
    says: str
    todo: str = ""
