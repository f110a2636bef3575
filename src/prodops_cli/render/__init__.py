"""Values to text: one module per format. Nothing here sees a Workspace."""
