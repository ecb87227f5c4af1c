"""Adapters: platforms, the network, pictures and the command line, without rules."""
