"""The core: requests, decisions and replies, without I/O and platforms."""
