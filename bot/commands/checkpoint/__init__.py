"""What was that name in the picker? Report sightings, look them up, say what they may be."""

DEFAULT = "show"
