"""Pure numbers: sampling and design-based estimates with their intervals. Knows no files and no inquiry."""
