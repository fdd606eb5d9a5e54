"""How stable a theme was when it was found, and when that was."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("themes", schema=None) as batch_op:
        batch_op.add_column(sa.Column("stability", sa.Float(), nullable=True))
        batch_op.add_column(sa.Column("measured_at", sa.String(length=32), nullable=False, server_default=""))
    with op.batch_alter_table("themes", schema=None) as batch_op:
        batch_op.alter_column("measured_at", server_default=None)  # the default served the rows that were there


def downgrade() -> None:
    with op.batch_alter_table("themes", schema=None) as batch_op:
        batch_op.drop_column("measured_at")
        batch_op.drop_column("stability")
