"""Worker processes for pictures, uploads, feeds and message services."""
