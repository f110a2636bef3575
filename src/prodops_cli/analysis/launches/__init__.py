"""What launches need and what is still open: tiers, gates, seals, days, readiness."""
