"""Sentences that ask to do something: to tell no more, to tell under a condition, to post, to show my things."""
