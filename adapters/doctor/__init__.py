"""Checks of settings, files, tokens and remote services."""
