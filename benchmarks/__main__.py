"""./run bench [engine|import|pages|search|portal|runs] …: what is claimed to be fast, measured.

engine (also without a word): docking beside OR-Tools. import: a ledger into the register beside
the ORM. pages: the register's pages at a million people, with walls and without.
search: questions over a million postings beside the statement one would write first.
portal: the public site with 100,000 vacancies, and officers while it is scanned.
runs: docking on the register beside docking the same ledgers as files.
"""

import sys
from importlib import import_module

PARTS = {
    "engine": "benchmarks.engine",
    "import": "benchmarks.register_import",
    "pages": "benchmarks.register_pages",
    "search": "benchmarks.vacancy_search",
    "portal": "benchmarks.portal",
    "runs": "benchmarks.docking_runs",
}


def main() -> None:
    """Runs one part with the rest of the words."""
    words = sys.argv[1:]
    name = words.pop(0) if words and words[0] in PARTS else "engine"
    if name == "engine" and words[:1] in (["-h"], ["--help"]):
        print(__doc__)
    sys.argv[1:] = words
    import_module(PARTS[name]).main()


if __name__ == "__main__":
    main()
