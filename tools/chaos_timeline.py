"""When each answer came and what it was: how slow the slowest was, how long a woman waited for a
page that made sense, and how soon after a fault the line was as good as before it.
"""

_WINDOW_S = 0.25
_LOOK_S = 12.0      # so long after a fault
_CALM_WINDOWS = 4   # in a row, and it is as before


class Timeline:
    def __init__(self):
        self._answers = []  # (when, milliseconds, "page" | "busy" | "nothing")
        self.worst_wait_s = 0.0

    def add(self, when: float, ms: float, said: str):
        self._answers.append((when, ms, said))

    def waited(self, since, until: float):
        """She got a good page after none since then."""
        if since is not None:
            self.worst_wait_s = max(self.worst_wait_s, until - since)

    def count(self, said: str) -> int:
        return sum(1 for _, _, what in self._answers if what == said)

    def longest_outage(self) -> tuple:
        """(begin, end) of the longest time in which nobody got a page."""
        pages = sorted(when for when, _, said in self._answers if said == "page")
        gaps = zip(pages, pages[1:])
        return max(gaps, key=lambda gap: gap[1] - gap[0], default=(0.0, 0.0))

    @property
    def worst_ms(self) -> float:
        """Of what was answered, busy or not."""
        return max((ms for _, ms, said in self._answers if said != "nothing"), default=0.0)

    def p99_ms(self, begin: float, end: float) -> float:
        """Of what was answered in that time; infinite when something was not."""
        took = sorted(ms if said == "page" else float("inf")
                      for when, ms, said in self._answers if begin <= when < end)
        return took[min(len(took) - 1, int(len(took) * 0.99))] if took else float("inf")

    def back_after_s(self, fault_at: float) -> float:
        """Seconds until p99 stays within twice what it was before the fault, or 20 ms more."""
        usual = self.p99_ms(fault_at - 3.0, fault_at)
        if usual == float("inf"):
            return float("nan")  # it was not calm before
        limit = max(2 * usual, usual + 20)
        calm, at = 0, 0.0
        while at < _LOOK_S:
            begin = fault_at + at
            calm = calm + 1 if self.p99_ms(begin, begin + _WINDOW_S) <= limit else 0
            at += _WINDOW_S
            if calm == _CALM_WINDOWS:
                return at - _CALM_WINDOWS * _WINDOW_S
        return float("inf")
