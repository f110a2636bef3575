"""The ranking: which open work comes first, by which method, and how sure that is. One module per question."""
