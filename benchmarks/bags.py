"""How long the bag of a household takes: its facts, Word files, PDFs, the volume, the whole road.

    python benchmarks/bags.py [COUNT]

The households are those of the example village, over and over, under other numbers. Prints
milliseconds a household, of the clock and of the processor (others may be busy), pages of a bag,
and what a run with worker processes takes.
"""

from __future__ import annotations

import resource
import sys
import tempfile
from pathlib import Path

from plans import many, measured

from docgen.documents import bag
from docgen.documents.bag_context import bag_context, common_of
from docgen.documents.bag_making import beside, make, template_at
from docgen.documents.bag_number import code
from docgen.documents.bag_volume import Leaf, volume
from docgen.documents.forms import forms_of
from docgen.documents.gaps import Lacks, printed
from docgen.documents.job import Job
from docgen.folder import Folder, open_folder
from docgen.ledger.reading import read_ledger
from docgen.pages.typst import compile_pdf
from docgen.resources import examples_folder
from docgen.word import Image

COUNT = 200


def main(count: int = COUNT) -> None:
    """Measure and print."""
    example = open_folder(examples_folder())
    ledger = many(read_ledger(example), count)
    with tempfile.TemporaryDirectory() as place:
        folder = Folder(Path(place), example.settings)
        job = Job(folder, ledger)
        common, homes = common_of(job), ledger.households
        told = [bag_context(one, common, Lacks()) for one in homes]
        drawn = code("DOCGEN:B=999201203001-0001")
        pages = [{**printed(one), "二维码": drawn.svg} for one in told]
        words = [{**one, "二维码": Image(drawn.png, width_mm=40)} for one in told]
        bags, folds = forms_of("bag", folder), forms_of("bag-fold", folder)
        assert bags.typ is not None
        assert folds.typ is not None
        first = compile_pdf(bags.typ, pages[0], as_of=common.view.as_of)
        day = common.view.as_of
        print(f"{count} households; the first bag has {first.count} pages")
        print(f"{'':28}{'ms clock':>9}{'ms cpu':>9}")
        measured("facts", lambda: [bag_context(one, common, Lacks()) for one in homes], count)
        measured("QR code", lambda: [code(one["码"]) for one in told], count)
        form, fold = template_at(bags.docx), template_at(folds.docx)
        measured("Word, bag", lambda: [form.render_report(one) for one in words], count)
        measured("Word, fold", lambda: [fold.render_report(one) for one in words], count)
        measured("PDF, bag", lambda: [compile_pdf(bags.typ, p, as_of=day) for p in pages], count)
        measured("PDF, fold", lambda: [compile_pdf(folds.typ, p, as_of=day) for p in pages], count)
        ordered: list[bag.Ordered] = []
        orders = list(bag._orders(homes, job, bag._forms(job), ordered))
        measured("both, written", lambda: [make(one) for one in orders], count)
        leaves = [
            Leaf("组", "户", one.papers[0].pdf or beside(one.papers[0].docx)) for one in ordered
        ]
        measured("volume", lambda: volume(leaves, title="本", as_of=day), count)
        measured("all, with workers", lambda: bag.build(Job(folder, ledger)), count)
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"memory of this process at its highest: {used:.0f} MB")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
