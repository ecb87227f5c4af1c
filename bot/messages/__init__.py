"""What comes in and what goes out: requests, replies, errors and their encoded forms."""
