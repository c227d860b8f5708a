"""What a server counts of itself, in the text form of Prometheus."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Final

PATHS: Final = ("/filter", "/check", "/origin", "/health", "/openapi.json", "/metrics")
"""Paths that are counted by name; others are `other`, lest whoever asks for any makes a row of each."""
_SECONDS: Final = (0.01, 0.05, 0.1, 0.5, 1.0, 5.0, 10.0, 60.0)


@dataclass
class Metrics:
    """The counters of one server."""

    in_progress: int = 0
    """Requests that are being read or answered."""
    requests: Counter[tuple[str, int]] = field(default_factory=Counter)
    articles: Counter[str] = field(default_factory=Counter)
    """Articles that were judged, by what was said of them."""
    _within: Counter[tuple[str, float]] = field(default_factory=Counter)
    _seconds: dict[str, float] = field(default_factory=dict)

    def count(self, path: str, status: int, seconds: float) -> None:
        """Count a request that was answered."""
        name = path if path in PATHS else "other"
        self.requests[name, status] += 1
        self._seconds[name] = self._seconds.get(name, 0.0) + seconds
        for bound in _SECONDS:
            self._within[name, bound] += seconds <= bound

    def text(self, waiting_bytes: int) -> str:
        """Return all counters."""
        lines = _head("dedup_requests_total", "counter", "Requests answered, by path and status.")
        for (path, status), count in sorted(self.requests.items()):
            lines.append(f'dedup_requests_total{{path="{path}",status="{status}"}} {count}')
        lines += _head("dedup_request_seconds", "histogram", "Seconds from a request's first byte to its answer.")
        for path in sorted(self._seconds):
            total = sum(count for (name, _), count in self.requests.items() if name == path)
            for bound in _SECONDS:
                count = self._within[path, bound]
                lines.append(f'dedup_request_seconds_bucket{{path="{path}",le="{bound:g}"}} {count}')
            lines.append(f'dedup_request_seconds_bucket{{path="{path}",le="+Inf"}} {total}')
            lines.append(f'dedup_request_seconds_sum{{path="{path}"}} {self._seconds[path]:.6f}')
            lines.append(f'dedup_request_seconds_count{{path="{path}"}} {total}')
        lines += _head("dedup_articles_total", "counter", "Articles answered, by status.")
        for verdict in sorted({"first", "duplicate", "known", "unreadable"} | set(self.articles)):
            lines.append(f'dedup_articles_total{{status="{verdict}"}} {self.articles[verdict]}')
        lines += _head("dedup_requests_in_progress", "gauge", "Requests that are being read or answered.")
        lines.append(f"dedup_requests_in_progress {self.in_progress}")
        lines += _head("dedup_waiting_bytes", "gauge", "Bytes of the requests that are being read or answered.")
        lines.append(f"dedup_waiting_bytes {waiting_bytes}")
        return "\n".join(lines) + "\n"


def _head(name: str, kind: str, words: str) -> list[str]:
    return [f"# HELP {name} {words}", f"# TYPE {name} {kind}"]
