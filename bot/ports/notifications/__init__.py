"""Outgoing messages: subscriptions, the outbox, deferred answers."""
