"""Request quotas per person and tenant: token buckets, refilled over time."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Quota:
    """``burst`` requests immediately, then ``per_minute`` steadily."""

    burst: int
    per_minute: float


@dataclass(frozen=True, slots=True)
class QuotaState:
    """The remaining tokens at a moment."""

    left: float
    at: datetime


PERSON = Quota(20, 30)
PERSON_SLOW = Quota(3, 6)
TENANT = Quota(200, 600)


def take(bucket: QuotaState | None, allowance: Quota, now: datetime) -> tuple[QuotaState, float]:
    """Take a token from a bucket (a full one if there is none yet).

    Returns the new bucket and the seconds to wait: 0 if granted. A clock set back refills nothing.
    """
    left = float(allowance.burst)
    if bucket is not None:
        passed = max((now - bucket.at).total_seconds(), 0)
        left = min(bucket.left + passed * allowance.per_minute / 60, allowance.burst)
    if left >= 1:
        return QuotaState(left - 1, now), 0.0
    return QuotaState(left, now), (1 - left) * 60 / allowance.per_minute
