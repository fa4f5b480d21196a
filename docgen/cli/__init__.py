"""The command line: the only face that prints, reads the clock and sets exit codes."""
