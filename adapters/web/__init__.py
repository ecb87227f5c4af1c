"""The public pages: the same bytes served over HTTP or written as files."""
