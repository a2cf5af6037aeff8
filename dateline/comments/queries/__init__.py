"""Reads of comments; none of them writes."""
