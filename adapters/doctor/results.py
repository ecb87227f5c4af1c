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
    """One check: its subject, its result, and the exact next step if it failed."""

    what: str
    verdict: CheckStatus
    says: str
    todo: str = ""
