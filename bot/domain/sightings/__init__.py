"""Labels people saw: reports, confirmations, base rates and attribution methods."""
