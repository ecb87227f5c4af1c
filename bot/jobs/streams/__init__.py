"""Streaming jobs: connections over which sources push prices."""
