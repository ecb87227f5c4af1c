"""Discord's gateway, REST and HTTP interactions."""
