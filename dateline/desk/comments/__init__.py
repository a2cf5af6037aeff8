"""Moderation in the desk: the list, one comment and what is around it, many at once, bans, rules, the log."""
