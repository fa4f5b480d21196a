"""Reading workbooks: files to grids, headers to columns, cells to values, rows to records."""
