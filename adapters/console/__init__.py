"""The terminal: the platform every newcomer and every test can run."""
