"""Making demo ledgers on request, or finding them already made."""

from hashlib import sha256
from pathlib import Path

import orjson

from chunfeng.cli.demo.county import make
from chunfeng.cli.demo.draw import DATA
from chunfeng.cli.demo.files import MISTAKES, Written, write_county, write_messy_county
from chunfeng.cli.demo.geography import NotACounty
from chunfeng.cli.demo.wanted import Format, Wanted
from chunfeng.cli.stops import Exit, Stop
from chunfeng.foundation.codes import Codes, Occupations
from chunfeng.foundation.places import Places, UnknownPlace
from chunfeng.kit.reference import NotBuilt
from chunfeng.kit.texts import Language, text

__all__ = ["FOLDER", "MISTAKES", "Written", "ready", "write"]
ROOT = Path(__file__).resolve().parents[3]
FOLDER = ROOT / "build" / "demo"
STAMP = "made.json"  # what the ledgers in the folder were made from


def write(
    folder: Path, wanted: Wanted, kind: Format, language: Language, *, mess: bool = False
) -> Written:
    """Makes both ledgers and writes them; a Stop says why it cannot."""
    try:
        places = Places.open()
        county = make(wanted, places, Codes.open(), Occupations.open())
        if mess:
            return write_messy_county(folder, county, places, wanted.on, wanted.seed, language)
        return write_county(folder, county, kind, language)
    except UnknownPlace as error:
        raise Stop(Exit.USAGE, error.text) from error
    except NotACounty as error:
        message = text("{code} is not a county or a prefecture with villages.", code=wanted.county)
        raise Stop(Exit.USAGE, message) from error
    except NotBuilt as error:
        raise Stop(Exit.FAILED, error.text) from error
    except OSError as error:
        why = error.strerror or type(error).__name__
        message = text("{file} cannot be written: {why}.", file=folder, why=why)
        raise Stop(Exit.FAILED, message) from error


def ready(wanted: Wanted, language: Language) -> Written:
    """The demo's ledgers, made only where the folder does not hold the same ones already."""
    found = Written(FOLDER / "people.xlsx", FOLDER / "vacancies.xlsx")
    stamp, mark = FOLDER / STAMP, _mark(wanted, language)
    both = found.people.is_file() and found.vacancies.is_file()
    if both and stamp.is_file() and stamp.read_bytes() == mark:
        return found
    stamp.unlink(missing_ok=True)  # it must never stand beside ledgers that are half new
    made = write(FOLDER, wanted, "xlsx", language)
    stamp.write_bytes(mark)
    return made


def _mark(wanted: Wanted, language: Language) -> bytes:
    """The wish and a digest of everything that shapes the ledgers."""
    shaping = [*DATA.glob("*.yaml"), *Path(__file__).parent.glob("*.py")]
    shaping += (ROOT / "chunfeng" / "stages").glob("*/ledger.yaml")
    digest = sha256(b"".join(path.read_bytes() for path in sorted(shaping))).hexdigest()
    return orjson.dumps({"wanted": wanted, "language": language, "generator": digest})
