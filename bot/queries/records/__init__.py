"""Single records with everything they are judged by: claim, label, market, source."""
