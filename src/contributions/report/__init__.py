"""Show a picture to people: a page that opens from disk, and a workbook that traces both ways."""

from contributions.report.html import write_page
from contributions.report.workbook import write_workbook

__all__ = ["write_page", "write_workbook"]
