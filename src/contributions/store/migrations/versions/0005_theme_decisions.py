"""What people decide of themes (another theme, ideas, a title), and what is proposed to them."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("decisions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("target", sa.String(length=12), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("ideas", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("title", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("decisions", schema=None) as batch_op:
        for name in ("target", "ideas", "title"):  # the default served the rows that were there
            batch_op.alter_column(name, server_default=None)
    with op.batch_alter_table("themes", schema=None) as batch_op:
        batch_op.add_column(sa.Column("merged_into", sa.String(length=12), nullable=False, server_default=""))
    with op.batch_alter_table("themes", schema=None) as batch_op:
        batch_op.alter_column("merged_into", server_default=None)
    op.create_index("ix_placements_idea_run", "placements", ["idea", "run"])
    op.create_table(
        "proposals",
        sa.Column("run", sa.String(length=40), nullable=False),
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("keywords", sa.JSON(), nullable=False),
        sa.Column("ideas", sa.JSON(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["run"], ["runs.id"]),
        sa.PrimaryKeyConstraint("run", "id"),
    )


def downgrade() -> None:
    op.drop_table("proposals")
    op.drop_index("ix_placements_idea_run", "placements")
    with op.batch_alter_table("themes", schema=None) as batch_op:
        batch_op.drop_column("merged_into")
    with op.batch_alter_table("decisions", schema=None) as batch_op:
        for name in ("title", "ideas", "target"):
            batch_op.drop_column(name)
