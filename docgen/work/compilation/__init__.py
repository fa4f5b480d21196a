"""Reading a compilation of policies (汇编) of any layout into rows for the sheet 政策.

    pieces ──► policies ──► suggestions

Every paragraph and every cell is one piece and ends in exactly one account: used, or aside with
a reason. Nothing is written into the ledger: a clerk looks at what was understood first.
"""

from docgen.work.compilation.gather import Compilation, Found, read_compilation
from docgen.work.compilation.pieces import Piece

__all__ = ["Compilation", "Found", "Piece", "read_compilation"]
