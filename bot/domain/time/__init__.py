"""Days, deadlines and time zones."""
