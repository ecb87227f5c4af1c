"""From a request to its command: declaration, registry, the one entry point, completions."""
