"""The invented village 荷塘村: its people, its workbooks and its papers, made from a seed."""
