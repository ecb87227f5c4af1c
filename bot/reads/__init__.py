"""Read ports: once for an answer or a run of pages, and only what a place may see."""
