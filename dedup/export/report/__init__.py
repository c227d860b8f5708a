"""The report: what an archive knows, as one page that a browser opens without a network."""

from dedup.export.report.write import REPORT_FILE, is_report, try_report, write_report

__all__ = ["REPORT_FILE", "is_report", "try_report", "write_report"]
