"""A tenant's own evaluation runs."""
