"""Speed and size of the paper, measured: `python -m bench`, or `make bench`. docs/performance.md reads the table."""
