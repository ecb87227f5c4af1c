"""A few commands that do one thing each, for tests of a platform."""
