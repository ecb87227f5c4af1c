"""One record with everything it is judged by: a claim, a label, a market, a source."""
