"""Has DuckDB, polars and pyarrow read files, and compares what they read with the NDJSON of the same run.

The folder that is given has a folder for each case. A case has columns.json, with each column's name, type in SQL, whether it
is a list and whether it is JSON; rows.ndjson; and the files to judge: rows.parquet, rows.arrow, rows.arrows.

A difference is printed by case, reader, column and number of the row, without values. The last line counts what was read.
"""

import base64
import datetime
import decimal
import json
import pathlib
import re
import sys

import duckdb
import polars
import pyarrow
import pyarrow.ipc
import pyarrow.parquet

EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
MICROSECOND = datetime.timedelta(microseconds=1)


def parse(text):
    """Reads JSON and keeps numbers as their text, apart from strings."""
    return json.loads(text, parse_int=lambda s: ("number", s), parse_float=lambda s: ("number", s))


def text_of(value):
    if isinstance(value, bool):
        return "true" if value else "false"
    return value[1] if isinstance(value, tuple) else value


def micros(text):
    """The microseconds from 1970 of a FHIR instant, computed without the readers' help."""
    date, time, fraction, zone = re.fullmatch(r"(.{10})T(.{8})(?:\.(\d+))?(Z|[+-]\d\d:\d\d)", text).groups()
    at = datetime.datetime.fromisoformat(date + "T" + time + ("+00:00" if zone == "Z" else zone))
    digits = (fraction or "0").rstrip("0").ljust(6, "0")
    assert len(digits) == 6
    return (at - EPOCH) // MICROSECOND + int(digits)


def decimal_of(text, scale):
    value = decimal.Decimal(text)
    with decimal.localcontext(prec=80, traps=[decimal.Inexact]):
        return value.quantize(decimal.Decimal(1).scaleb(-scale))


class Column:
    """What a column holds by our NDJSON, and which type each reader has to see."""

    def __init__(self, described):
        self.name, self.list, self.json = described["name"], described["list"], described["json"]
        name = described["type"]
        precision = re.fullmatch(r"DECIMAL\((\d+),(\d+)\)", name)
        if precision:
            p, s = map(int, precision.groups())
            self.of = lambda v: decimal_of(text_of(v), s)
            self.types = pyarrow.decimal128(p, s), f"DECIMAL({p},{s})", polars.Decimal(p, s)
        else:
            self.of, *self.types = {
                "CHARACTER VARYING": (text_of, pyarrow.string(), "VARCHAR", polars.String),
                "BOOLEAN": (lambda v: v, pyarrow.bool_(), "BOOLEAN", polars.Boolean),
                "INT": (lambda v: int(v[1]), pyarrow.int32(), "INTEGER", polars.Int32),
                "BIGINT": (lambda v: int(v[1]), pyarrow.int64(), "BIGINT", polars.Int64),
                "DATE": (datetime.date.fromisoformat, pyarrow.date32(), "DATE", polars.Date),
                "TIME": (datetime.time.fromisoformat, pyarrow.time64("us"), "TIME", polars.Time),
                "TIMESTAMP WITH TIME ZONE": (
                    micros,
                    pyarrow.timestamp("us", "UTC"),
                    "TIMESTAMP WITH TIME ZONE",
                    polars.Datetime("us", "UTC"),
                ),
                "BINARY": (base64.b64decode, pyarrow.binary(), "BLOB", polars.Binary),
            }[name]
        if self.json:
            self.of = lambda v: v

    def want(self, value):
        if value is None:
            return None
        if self.list:
            return [None if v is None else self.of(v) for v in value]
        return self.of(value)

    def read(self, value):
        """What a reader has, in the form of want."""
        if isinstance(value, list):
            return [self.read(v) for v in value]
        if isinstance(value, datetime.datetime):
            return (value - EPOCH) // MICROSECOND
        return parse(value) if self.json and value is not None else value

    def arrow(self, have):
        want = self.types[0]
        if not self.list:
            return have == want
        return pyarrow.types.is_list(have) and have.value_type == want

    def duckdb(self, have):
        want = self.types[1]
        if self.json and want == "VARCHAR":
            have = have.replace("JSON", "VARCHAR")
        return have == want + ("[]" if self.list else "")

    def polars(self, have):
        want = self.types[2]
        return have == (polars.List(want) if self.list else want)


def from_pyarrow(table, types=None):
    """The columns of a table: names, types and values."""
    return [(f.name, types[i] if types else f.type, table.column(i).to_pylist()) for i, f in enumerate(table.schema)]


def from_duckdb(path):
    with duckdb.connect() as db:
        db.execute("set TimeZone = 'UTC'")
        found = db.read_parquet(str(path))
        return from_pyarrow(found.to_arrow_table(), [str(t) for t in found.types])


def from_polars(frame):
    return [(s.name, s.dtype, s.to_list()) for s in frame]


READERS = {
    "rows.parquet": {
        "pyarrow": ("arrow", lambda p: from_pyarrow(pyarrow.parquet.read_table(p))),
        "duckdb": ("duckdb", from_duckdb),
        "polars": ("polars", lambda p: from_polars(polars.read_parquet(p))),
    },
    "rows.arrow": {
        "pyarrow": ("arrow", lambda p: from_pyarrow(validated(pyarrow.ipc.open_file(p).read_all()))),
        "polars": ("polars", lambda p: from_polars(polars.read_ipc(p))),
    },
    "rows.arrows": {
        "pyarrow": ("arrow", lambda p: from_pyarrow(validated(pyarrow.ipc.open_stream(p).read_all()))),
    },
}


def validated(table):
    table.validate(full=True)
    return table


def differences(columns, want, kind, have):
    """Says where what was read is not what is wanted."""
    if [c.name for c in columns] != [name for name, _, _ in have]:
        yield "other columns, or in another order"
        return
    for column, expected, (_, typ, values) in zip(columns, want, have):
        if not getattr(column, kind)(typ):
            yield f"column {column.name}: its type is {typ}"
        if len(values) != len(expected):
            yield f"column {column.name}: {len(values)} rows, want {len(expected)}"
            continue
        values = [column.read(v) for v in values]
        if values == expected and repr(values) == repr(expected):
            continue
        rows = [i + 1 for i, (v, w) in enumerate(zip(values, expected)) if repr(v) != repr(w)]
        yield f"column {column.name}: {len(rows)} rows differ, the first is row {rows[0]}"


def main(folder):
    read, wrong = {}, 0
    for case in sorted(p.parent for p in pathlib.Path(folder).glob("*/columns.json")):
        columns = [Column(c) for c in json.loads((case / "columns.json").read_text())]
        with open(case / "rows.ndjson", encoding="utf-8", newline="\n") as f:
            rows = [parse(line) for line in f]
        want = [[c.want(r[c.name]) for r in rows] for c in columns]
        for name, readers in READERS.items():
            if not (case / name).exists():
                continue
            for reader, (kind, load) in readers.items():
                try:
                    found = list(differences(columns, want, kind, load(case / name)))
                except Exception as e:  # of whatever kind a reader has
                    found = [f"cannot be read: {type(e).__name__}"]
                for text in found:
                    print(f"{case.name}/{name} by {reader}: {text}")
                wrong += len(found)
                read[f"{name} by {reader}"] = read.get(f"{name} by {reader}", 0) + 1
    print(json.dumps(read, sort_keys=True))
    return wrong


if __name__ == "__main__":
    sys.exit(1 if main(sys.argv[1]) else 0)
