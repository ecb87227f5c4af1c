"""Digests and alerts as signed HTTP requests to addresses that admins chose."""
