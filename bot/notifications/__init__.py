"""The writer of the change log; digests and alerts, built from changes."""
