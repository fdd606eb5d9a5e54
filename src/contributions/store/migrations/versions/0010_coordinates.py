"""Where ideas are on the map: one row an idea of a drawing."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "coordinates",
        sa.Column("drawing", sa.String(length=40), nullable=False),
        sa.Column("idea", sa.String(length=20), nullable=False),
        sa.Column("x", sa.Float(), nullable=False),
        sa.Column("y", sa.Float(), nullable=False),
        sa.Column("drawn", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["drawing"], ["runs.id"], name=op.f("fk_coordinates_drawing_runs")),
        sa.ForeignKeyConstraint(["idea"], ["ideas.id"], name=op.f("fk_coordinates_idea_ideas")),
        sa.PrimaryKeyConstraint("drawing", "idea", name=op.f("pk_coordinates")),
    )
    op.create_index("ix_coordinates_idea", "coordinates", ["idea"])


def downgrade() -> None:
    op.drop_index("ix_coordinates_idea", table_name="coordinates")
    op.drop_table("coordinates")
