"""The tables as queries see them; migrations.py makes them."""

from sqlalchemy import BigInteger, Column, Double, Integer, MetaData, Table, Text

META = MetaData()

RUNS = Table(
    "hacfg_runs",
    META,
    Column("id", Text, primary_key=True),
    Column("group_name", Text),
    Column("plan_id", Text),
    Column("plan", Text),
    Column("kind", Text),
    Column("of_run", Text),
    Column("who", Text),
    Column("version", Text),
    Column("started", Double),
    Column("ended", Double),
    Column("outcome", Text),
    Column("reason", Text),
    Column("confirm_by", Double),
)
ENTRIES = Table(
    "hacfg_entries",
    META,
    Column("run", Text, primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("at", Double),
    Column("step", Integer),
    Column("type", Text),
    Column("note", Text),
    Column("who", Text),
    Column("fence", BigInteger),
)
LEASES = Table(
    "hacfg_leases",
    META,
    Column("group_name", Text, primary_key=True),
    Column("token", BigInteger),
    Column("run", Text),
    Column("who", Text),
    Column("host", Text),
    Column("pid", BigInteger),
    Column("place", Text),
    Column("acquired", Double),
    Column("heartbeat", Double),
    Column("expires", Double),
)
DIGESTS = Table(
    "hacfg_digests",
    META,
    Column("group_name", Text, primary_key=True),
    Column("slot", Text, primary_key=True),
    Column("key_check", Text),
    Column("digest", Text),
    Column("at", Double),
)
