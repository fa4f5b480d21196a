"""docgen: from a messy ledger and a shoebox of papers to every document an inspection asks for."""

__version__ = "0.1.0"
