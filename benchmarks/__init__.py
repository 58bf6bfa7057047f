"""Speed and memory, always beside a raw limit measured in the same run."""
