"""Pure functions. No framework, nothing of ours: plain values in, plain values out."""
