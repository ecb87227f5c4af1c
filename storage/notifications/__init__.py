"""Outbox, subscriptions and deferred answers."""
