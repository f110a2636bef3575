"""Questions about a workspace that rules and reports share; one module per question."""
