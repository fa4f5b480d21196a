"""A village of about 120 households that shares no code, name or spelling with docgen."""
