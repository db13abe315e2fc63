"""The report of a file, without a browser: `python -m components.own FILE [--json]`.

The file is a table (CSV) with the truth and the predictions of one model or more. What cannot be read or judged is said in a
sentence on the standard error, and the exit status is 2.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from components.own.report import judge
from components.own.roles import Wanted, read_roles
from components.own.table import MOST_BYTES, UnreadableError, read_table


def main(arguments: list[str] | None = None) -> int:
    """Print the report, and return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m components.own", description=__doc__)
    parser.add_argument("file", type=Path, help="a CSV file, or - for the standard input")
    parser.add_argument("--json", action="store_true", help="print JSON, with all digits")
    parser.add_argument("--truth", help="the column of the truth")
    parser.add_argument("--model", action="append", default=[], help="a column of predictions; may be given again")
    parser.add_argument("--group", help='the column of groups that belong together, such as patients; "" for none')
    parser.add_argument("--positive", help="the positive class")
    parser.add_argument("--leave-out-missing", action="store_true", help="leave out rows in which a value is missing")
    given = parser.parse_args(arguments)
    wanted = Wanted(given.truth, tuple(given.model), given.group, given.positive, given.leave_out_missing)
    try:
        table = read_table(_bytes(given.file))
        report = judge(read_roles(table, wanted))
    except UnreadableError as error:
        print(error, file=sys.stderr)
        return 2
    print(json.dumps(report.plain(), indent=2, allow_nan=False) if given.json else report.text())
    return 0


def _bytes(path: Path) -> bytes:
    """Return the bytes of a file, and of one that is too large as many as show it."""
    try:
        if str(path) == "-":
            return sys.stdin.buffer.read(MOST_BYTES + 1)
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        raise UnreadableError(f"{path} cannot be opened: {error.strerror}.") from error


if __name__ == "__main__":
    sys.exit(main())
