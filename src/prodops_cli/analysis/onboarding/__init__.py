"""Questions about the first ninety days: what is due when, who helps, what to read, whom to meet."""
