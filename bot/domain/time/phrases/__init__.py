"""The kinds of time phrases: absolute, relative, compound and vague days, clock times, durations."""
