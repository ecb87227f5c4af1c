"""Worker processes: pictures, uploads, feeds and message services, away from the event loop."""
