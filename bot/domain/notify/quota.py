"""How often one person, and one tenant, may ask: token buckets, refilled by the time that passed."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Allowance:
    """``burst`` requests at once, then ``per_minute`` of them steadily."""

    burst: int
    per_minute: float


@dataclass(frozen=True, slots=True)
class Bucket:
    """What is left of an allowance at a moment."""

    left: float
    at: datetime


PERSON = Allowance(20, 30)
PERSON_SLOW = Allowance(3, 6)
TENANT = Allowance(200, 600)


def take(bucket: Bucket | None, allowance: Allowance, now: datetime) -> tuple[Bucket, float]:
    """Take one from a bucket (a full one if there is none yet).

    Returns the bucket afterwards and the seconds to wait: 0 when it was granted. A clock set back refills nothing.
    """
    left = float(allowance.burst)
    if bucket is not None:
        passed = max((now - bucket.at).total_seconds(), 0)
        left = min(bucket.left + passed * allowance.per_minute / 60, allowance.burst)
    if left >= 1:
        return Bucket(left - 1, now), 0.0
    return Bucket(left, now), (1 - left) * 60 / allowance.per_minute
