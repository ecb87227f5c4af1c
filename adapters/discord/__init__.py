"""Discord: an interaction becomes a request, a reply becomes a message."""
