"""The tables. Machine rows are written once and never edited: what is current is the latest run that computed a stage."""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Boolean, Column, Float, ForeignKey, Index, Integer, MetaData, String, Table, Text

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

runs = Table(
    "runs",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("started_at", String(32), nullable=False),
    Column("finished_at", String(32), nullable=False, default=""),
    Column("code_version", String(40), nullable=False),
    Column("settings_hash", String(12), nullable=False),
    Column("month", String(7), nullable=False, default=""),
    Column("models", JSON, nullable=False),
    Column("inputs", JSON, nullable=False),
    Column("stages", JSON, nullable=False),
    Column("problem", Text, nullable=False, default=""),
)

sources = Table(
    "sources",
    metadata,
    Column("name", Text, primary_key=True),
    Column("sha256", String(64), primary_key=True),
    Column("reader", Text, nullable=False, default=""),
    Column("why", Text, nullable=False, default=""),
    Column("collection", Text, nullable=False, default=""),
    Column("problem", Text, nullable=False, default=""),
)

collections = Table(
    "collections",
    metadata,
    Column("name", Text, primary_key=True),
    Column("title", Text, nullable=False),
    Column("channel", String(40), nullable=False),
    Column("engagement", String(40), nullable=False),
    Column("place", Text, nullable=False, default=""),
    Column("organiser", Text, nullable=False, default=""),
    Column("keep_until", String(10), nullable=False, default=""),
    Column("consent", Boolean, nullable=False, default=False),
)

contributions = Table(
    "contributions",
    metadata,
    Column("id", String(12), primary_key=True),
    Column("collection", ForeignKey("collections.name"), nullable=False, index=True),
    Column("native_id", Text, nullable=False, default=""),
    Column("file", Text, nullable=False),
    Column("part", Text, nullable=False, default=""),
    Column("position", Integer, nullable=False),
    Column("question", Text, nullable=False, default=""),
    Column("text", Text, nullable=False),
    Column("said_on", String(10), nullable=False, default="", index=True),
    Column("session", Text, nullable=False, default=""),
    Column("place", Text, nullable=False, default=""),
    Column("quartier", Text, nullable=False, default=""),
    Column("qpv_code", String(8), nullable=False, default=""),
    Column("age_band", String(20), nullable=False, default=""),
    Column("gender", String(20), nullable=False, default=""),
    Column("residence", String(20), nullable=False, default=""),
    Column("fate", String(12), nullable=False, index=True),
    Column("reason", Text, nullable=False, default=""),
    Column("duplicate_of", String(12), nullable=False, default=""),
)

changes = Table(
    "changes",
    metadata,
    Column("event", String(40), primary_key=True),
    Column("contribution", ForeignKey("contributions.id"), primary_key=True),
    Column("before", String(12), nullable=False),
    Column("after", String(12), nullable=False),
    Column("reason", Text, nullable=False, default=""),
    Column("other", String(12), nullable=False, default=""),
    Column("what", Text, nullable=False, default=""),
)

decisions = Table(
    "decisions",
    metadata,
    Column("id", String(12), primary_key=True),
    Column("at", String(32), nullable=False),
    Column("by", Text, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("subject", Text, nullable=False, index=True),
    Column("reason", Text, nullable=False),
    Column("target", Text, nullable=False, default=""),
    Column("ideas", JSON, nullable=False),
    Column("title", Text, nullable=False, default=""),
)

responses = Table(
    "responses",
    metadata,
    Column("id", String(12), primary_key=True),
    Column("line", Integer, primary_key=True),
    Column("at", String(32), nullable=False),
    Column("by", Text, nullable=False, default=""),
    Column("subject", Text, nullable=False, default="", index=True),
    Column("status", String(20), nullable=False, default=""),
    Column("text", Text, nullable=False, default=""),
    Column("motif", String(20), nullable=False, default=""),
    Column("owner", Text, nullable=False, default=""),
    Column("due_on", String(10), nullable=False, default=""),
    Column("funding", String(20), nullable=False, default=""),
    Column("cents", BigInteger),
    Column("reason", Text, nullable=False, default=""),
)

links = Table(
    "links",
    metadata,
    Column("collection", Text, primary_key=True),
    Column("target", Text, primary_key=True),
    Column("native_id", Text, primary_key=True),
    Column("title", Text, nullable=False, default=""),
    Column("description", Text, nullable=False, default=""),
    Column("url", Text, nullable=False, default=""),
    Column("status", Text, nullable=False, default=""),
)

ideas = Table(
    "ideas",
    metadata,
    Column("id", String(20), primary_key=True),
    Column("contribution", ForeignKey("contributions.id"), nullable=False, index=True),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("nature", String(20), nullable=False),
    Column("campaign", String(20), nullable=False, default=""),
)

themes = Table(
    "themes",
    metadata,
    Column("id", String(12), primary_key=True),
    Column("run", ForeignKey("runs.id"), primary_key=True),
    Column("title", Text, nullable=False),
    Column("title_origin", String(10), nullable=False, default="machine"),
    Column("keywords", JSON, nullable=False),
    Column("status", String(10), nullable=False),
    Column("parent", String(12), nullable=False, default=""),
    Column("quotations", JSON, nullable=False),
    Column("born_in", String(40), nullable=False, default=""),
    Column("merged_into", String(12), nullable=False, default=""),
    Column("stability", Float),
    Column("measured_at", String(32), nullable=False, default=""),
)

placements = Table(
    "placements",
    metadata,
    Column("run", ForeignKey("runs.id"), primary_key=True),
    Column("idea", ForeignKey("ideas.id"), primary_key=True),
    Column("theme", String(12), nullable=False, default=""),
    Column("strength", Float, nullable=False),
    Column("reason", Text, nullable=False, default=""),
    Index("ix_placements_run_theme", "run", "theme"),
    Index("ix_placements_idea_run", "idea", "run"),
)

coordinates = Table(
    "coordinates",
    metadata,
    Column("drawing", ForeignKey("runs.id"), primary_key=True),
    Column("idea", ForeignKey("ideas.id"), primary_key=True),
    Column("x", Float, nullable=False),
    Column("y", Float, nullable=False),
    Column("drawn", Boolean, nullable=False),
    Index("ix_coordinates_idea", "idea"),
)

proposals = Table(
    "proposals",
    metadata,
    Column("run", ForeignKey("runs.id"), primary_key=True),
    Column("id", String(12), primary_key=True),
    Column("kind", String(12), nullable=False),
    Column("title", Text, nullable=False, default=""),
    Column("keywords", JSON, nullable=False),
    Column("ideas", JSON, nullable=False),
    Column("evidence", JSON, nullable=False),
    Column("themes", JSON, nullable=False),
)

objectives = Table(
    "objectives",
    metadata,
    Column("referential", Text, primary_key=True),
    Column("code", Text, primary_key=True),
    Column("run", ForeignKey("runs.id"), primary_key=True),
    Column("rank", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("description", Text, nullable=False, default=""),
    Column("parent", Text, nullable=False, default=""),
    Column("owner", Text, nullable=False, default=""),
    Column("words", JSON, nullable=False),
    Column("transversal", Boolean, nullable=False, default=False),
    Column("quartiers", JSON, nullable=False),
    Column("valid_from", String(10), nullable=False, default=""),
    Column("valid_until", String(10), nullable=False, default=""),
)

referentials = Table(
    "referentials",
    metadata,
    Column("id", Text, primary_key=True),
    Column("run", ForeignKey("runs.id"), primary_key=True),
    Column("rank", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("source", Text, nullable=False, default=""),
    Column("valid_from", String(10), nullable=False, default=""),
    Column("valid_until", String(10), nullable=False, default=""),
)

matches = Table(
    "matches",
    metadata,
    Column("run", ForeignKey("runs.id"), primary_key=True),
    Column("subject", String(20), primary_key=True),
    Column("objective", Text, primary_key=True),
    Column("rank", Integer, nullable=False),
    Column("score", Float, nullable=False),
    Column("probability", Float, nullable=False),
    Column("zone", String(10), nullable=False),
    Column("evidence", Text, nullable=False, default=""),
    Index("ix_matches_run_objective", "run", "objective"),
)

erasures = Table(
    "erasures",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("begun_at", String(32), nullable=False),
    Column("erased_at", String(32), nullable=False, default=""),
    Column("by", Text, nullable=False, default=""),
    Column("reason", Text, nullable=False, default=""),
    Column("contributions", JSON, nullable=False),
    Column("counts", JSON, nullable=False),
    Column("key", String(64), nullable=False, default=""),
    Column("traces", JSON, nullable=False),
)

accounts = Table(
    "accounts",
    metadata,
    Column("name", String(80), primary_key=True),
    Column("role", String(20), nullable=False),
    Column("password", Text, nullable=False),
    Column("opened_at", String(32), nullable=False),
    Column("closed_at", String(32), nullable=False, default=""),
    Column("stamp", Integer, nullable=False),
)

sign_ins = Table(
    "sign_ins",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("at", String(32), nullable=False, index=True),
    Column("account", String(80), nullable=False, default=""),
    Column("address", String(64), nullable=False, default=""),
    Column("outcome", String(20), nullable=False),
)
