"""Progress on the terminal: done of total, rate, time left, errors by kind; and the summary that is kept.

On a terminal one line is rewritten, cut to the window's width; elsewhere a line is printed now and then. All of it goes
to stderr. 100 % means done: what ended in an error is counted as done and told apart.
"""

import shutil
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import TextIO

TERMINAL_SECONDS = 0.2
LINES_SECONDS = 15.0


@dataclass
class Stage:
    """One stage as it went."""

    name: str
    total: int
    before: int
    done: int
    began: float
    ended: float
    errors: Counter[str] = field(default_factory=Counter)

    def record(self) -> dict[str, object]:
        """The stage for the summary: units, seconds, errors by kind."""
        return {
            "stage": self.name,
            "total": self.total,
            "done_before": self.before,
            "done": self.done,
            "seconds": round(self.ended - self.began, 3),
            "errors": dict(sorted(self.errors.items())),
        }


def duration(seconds: float) -> str:
    """A time span for people: ``0:07``, ``12:30``, ``3:05:00``."""
    whole = int(seconds + 0.5)
    hours, minutes = divmod(whole // 60, 60)
    return f"{hours}:{minutes:02d}:{whole % 60:02d}" if hours else f"{minutes}:{whole % 60:02d}"


def line(stage: Stage, now: float, width: int) -> str:
    """The stage as one line of at most ``width`` characters; what matters least goes first."""
    fresh = stage.done - stage.before
    rate = fresh / max(now - stage.began, 1e-6)
    parts = [stage.name, f"{stage.done:,}/{stage.total:,}" if stage.total else f"{stage.done:,}"]
    if stage.total:
        parts.append(f"{100 * stage.done // stage.total}%")
    if fresh and stage.done < stage.total:
        parts.append(f"{duration((stage.total - stage.done) / rate)} left")
    if stage.errors:
        parts.append(f"{sum(stage.errors.values()):,} errors")
    if fresh:
        parts.append(f"{rate:,.0f}/s" if rate >= 10 else f"{rate:.1f}/s")
    parts += [f"{kind}: {count:,}" for kind, count in stage.errors.most_common(3)]
    text = parts[0]
    for part in parts[1:]:
        if len(text) + 2 + len(part) > width:
            break
        text += "  " + part
    return text[:width]


class TerminalProgress:
    """`probata.progress.Progress` for people, which also keeps the summary of all stages."""

    def __init__(self, stream: TextIO | None = None, *, quiet: bool = False) -> None:
        self.stages: list[Stage] = []
        self._stream = stream if stream is not None else sys.stderr
        self._rewrite = self._stream.isatty()
        self._quiet, self._shown = quiet, 0.0

    def stage(self, name: str, total: int, done: int = 0) -> None:
        """Begin a stage; the one before is ended."""
        self.finish()
        now = time.monotonic()
        self.stages.append(Stage(name, total, done, done, now, now))
        self._shown = now if not self._rewrite else 0.0
        self._show()

    def advance(self, units: int = 1) -> None:
        """Count ``units`` as done."""
        if self.stages:
            current = self.stages[-1]
            current.done += units
            current.ended = time.monotonic()
            self._show()

    def error(self, kind: str) -> None:
        """Count one error of this kind in the current stage."""
        if self.stages:
            self.stages[-1].errors[kind] += 1

    def finish(self) -> None:
        """Show the last stage's end and go to a new line."""
        if self.stages and not self._quiet and self._shown >= 0:
            current = self.stages[-1]
            current.ended = max(current.ended, current.began)
            ended = f"{line(current, current.ended, self._width() - 10)}  {duration(current.ended - current.began)}"
            self._write(("\r\x1b[K" if self._rewrite else "") + ended + "\n")
        self._shown = -1.0

    def summary(self) -> list[dict[str, object]]:
        """All stages, to be kept in the inquiry."""
        return [stage.record() for stage in self.stages]

    def _width(self) -> int:
        return max(20, shutil.get_terminal_size((100, 24)).columns - 1)

    def _show(self) -> None:
        now = time.monotonic()
        if self._quiet or now - self._shown < (TERMINAL_SECONDS if self._rewrite else LINES_SECONDS):
            return
        self._shown = now
        text = line(self.stages[-1], now, self._width())
        self._write(("\r\x1b[K" + text) if self._rewrite else text + "\n")

    def _write(self, text: str) -> None:
        """Show ``text``; a terminal that is gone, or a full disk below a log, does not stop the work."""
        try:
            self._stream.write(text)
            self._stream.flush()
        except OSError:
            self._quiet = True
