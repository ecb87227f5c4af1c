"""Background jobs: polls, digests, alerts, corrections, and the outbox worker."""
