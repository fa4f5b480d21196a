"""Filling an empty table of a higher office from the ledger: read, recognise, propose, fill."""
