"""Every write of comments: receiving, deciding, reporting, the readers' rights."""
