"""Pages of one thing each: a subject, a claim, a name, a market, a source, a lab."""
