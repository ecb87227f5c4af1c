"""Signed messages over HTTP to addresses that admins chose: a place for digests and alerts beside the chats."""
