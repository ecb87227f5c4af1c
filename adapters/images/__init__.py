"""Charts drawn and uploads read, in worker processes."""
