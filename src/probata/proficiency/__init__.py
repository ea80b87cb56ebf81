"""Archives with known truth, and the score of an inquiry against it."""
