"""Who enters the review room, and every sign-in."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "accounts",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("password", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.String(length=32), nullable=False),
        sa.Column("closed_at", sa.String(length=32), nullable=False),
        sa.Column("stamp", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_accounts")),
    )
    op.create_table(
        "sign_ins",
        sa.Column("number", sa.Integer(), nullable=False, autoincrement=True),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("account", sa.String(length=80), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_sign_ins")),
    )
    op.create_index(op.f("ix_sign_ins_at"), "sign_ins", ["at"])


def downgrade() -> None:
    op.drop_index(op.f("ix_sign_ins_at"), table_name="sign_ins")
    op.drop_table("sign_ins")
    op.drop_table("accounts")
