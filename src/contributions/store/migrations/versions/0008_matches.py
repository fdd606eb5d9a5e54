"""A decision may point to an objective, whose id has any length; an objective holds between two days."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("decisions", schema=None) as batch_op:
        batch_op.alter_column("target", existing_type=sa.String(length=12), type_=sa.Text(), existing_nullable=False)
    with op.batch_alter_table("objectives", schema=None) as batch_op:
        for name in ("valid_from", "valid_until"):
            batch_op.add_column(sa.Column(name, sa.String(length=10), nullable=False, server_default=""))
    with op.batch_alter_table("objectives", schema=None) as batch_op:
        for name in ("valid_from", "valid_until"):  # the default served the rows that were there
            batch_op.alter_column(name, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("objectives", schema=None) as batch_op:
        for name in ("valid_until", "valid_from"):
            batch_op.drop_column(name)
    with op.batch_alter_table("decisions", schema=None) as batch_op:
        batch_op.alter_column("target", existing_type=sa.Text(), type_=sa.String(length=12), existing_nullable=False)
