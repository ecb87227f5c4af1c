"""What is sent by itself: subscriptions, the outbox, deferred answers."""
