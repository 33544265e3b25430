"""./run bench [engine|import|pages] …: what is claimed to be fast, measured beside something else.

engine (also without a word): docking beside OR-Tools. import: a ledger into the register beside
the ORM. pages: the register's pages at a million people, with walls and without.
"""

import sys
from importlib import import_module

PARTS = {
    "engine": "benchmarks.engine",
    "import": "benchmarks.register_import",
    "pages": "benchmarks.register_pages",
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
