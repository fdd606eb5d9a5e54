"""What people decide of themes: another theme, ideas, a title."""

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


def downgrade() -> None:
    with op.batch_alter_table("decisions", schema=None) as batch_op:
        for name in ("title", "ideas", "target"):
            batch_op.drop_column(name)
