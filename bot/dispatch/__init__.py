"""Dispatch requests to commands: declaration, registry, entry point, completions."""
