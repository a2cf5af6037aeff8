"""The commands of `dateline`, one file each: `SUMMARY`, `DESCRIPTION`, `add_arguments(parser)` and `run(options)`."""
