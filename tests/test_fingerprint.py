import pyarrow as pa

from probata.readings.fingerprint import table_digest


def table(rows):
    schema = pa.schema(
        [("digest", pa.string()), ("failed", pa.string()), ("picture", pa.binary()), ("iso", pa.int32())]
    )
    return pa.Table.from_pylist(rows, schema=schema)


ROWS = [{"digest": f"{n:064x}", "failed": None, "picture": bytes([n % 256]), "iso": n} for n in range(2500)]


def test_it_depends_on_the_rows_and_not_on_how_they_lie():
    whole = table_digest(table(ROWS))
    assert table_digest(table(ROWS[::-1])) == whole
    assert table_digest(pa.concat_tables([table(ROWS[700:]), table(ROWS[:700])])) == whole


def test_every_value_counts():
    whole = table_digest(table(ROWS[:3]))
    for column, value in [("failed", "x"), ("picture", b"\xff"), ("iso", 99), ("iso", None), ("digest", "f" * 64)]:
        changed = [dict(row) for row in ROWS[:3]]
        changed[1][column] = value
        assert table_digest(table(changed)) != whole, column
    assert table_digest(table(ROWS[:2])) != whole
