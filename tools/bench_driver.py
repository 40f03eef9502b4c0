"""The benchmark: whole registrations over kept connections against the release gateway, and beside
it, in the same run and in turn (A B A B), a floor: a bare Beast server that makes the same number
of Redis round trips. Every page is compared. Figures are ratios of one run.
"""
import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

from child import Child, StageError
from stage import ROOT, Stage

# Without SMS: the stand-in for an SMS provider is Python and would take a core for itself.
ANSWERS = "2,1,2,El Amrani,Fatima,JA654321,1990,1,1,2,1,2,1,2,1,2,1"
_TICKS = os.sysconf("SC_CLK_TCK")


def cpu_seconds(pid: int) -> float:
    """User and system time of a process so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


class Bench:
    def __init__(self, stage: Stage, options):
        self.stage, self.options = stage, options
        self.first = 0

    def load(self, port: int, *more: str) -> dict:
        """One run of the load generator; what it counted."""
        command = [str(self.stage.build_dir / "bench-load"), "--port", str(port),
                   "--answers", ANSWERS, "--config", str(ROOT / "config/gateway.yaml"),
                   "--first", str(self.first), *more]
        ran = subprocess.run(command, capture_output=True, text=True, check=False,
                             timeout=self.options.seconds + 60)
        if not ran.stdout:
            raise StageError(f"the load generator failed: {ran.stderr[-500:]}")
        counted = json.loads(ran.stdout)
        self.first += counted["subscribers"] + 1
        return counted

    def loaded(self, child: Child, port: int, connections: int, *more: str) -> dict:
        """The same, with the server's CPU."""
        before = cpu_seconds(child.pid)
        counted = self.load(port, "--connections", str(connections), "--seconds",
                            str(self.options.seconds), *more)
        used = cpu_seconds(child.pid) - before
        counted["cpu_s_per_100k"] = used * 100_000 / max(counted["answers"], 1)
        return counted

    def redis_number(self, section: str, name: str) -> int:
        for line in self.stage.redis.command("INFO", section).splitlines():
            if line.startswith(name + ":"):
                return int(line.split(":")[1])
        raise StageError(f"Redis says no {name}")

    def bytes_per_session(self, port: int, sessions: int) -> float:
        """What one call that stands open in the middle takes in Redis."""
        before = self.redis_number("memory", "used_memory_dataset")
        keys = int(self.stage.redis.command("DBSIZE"))
        self.load(port, "--connections", "16", "--seconds", "4", "--stop-after", "9")
        grown = int(self.stage.redis.command("DBSIZE")) - keys
        if grown < sessions:
            raise StageError(f"only {grown} sessions were opened")
        return (self.redis_number("memory", "used_memory_dataset") - before) / grown

    def run(self) -> dict:
        stage, options = self.stage, self.options
        floor = Child("bench-floor", [stage.build_dir / "bench-floor", stage.redis_port],
                      stage.folder)
        floor_port = floor.announced("port", 10)
        try:
            self.load(stage.callbacks_port, "--connections", "16", "--seconds", "1")  # warm
            session_bytes = self.bytes_per_session(stage.callbacks_port, 500)
            turns, floors = [], []
            for _ in range(options.rounds):
                turns.append(self.loaded(stage.gateway, stage.callbacks_port, options.connections))
                floors.append(self.loaded(floor, floor_port, options.connections, "--any-page"))
            trips = self.round_trips()
            full = statistics.median(turn["answers_per_s"] for turn in turns)
            halves, floor_halves = [], []
            for _ in range(options.rounds + 2):  # a 1 % tail moves more than a mean does
                halves.append(self.half_load(stage.callbacks_port, full / 2))
                floor_halves.append(self.half_load(floor_port, full / 2, "--any-page"))
            few = self.loaded(stage.gateway, stage.callbacks_port, 2)
            few_floor = self.loaded(floor, floor_port, 2, "--any-page")
            delivery = self.deliveries()
        finally:
            floor.stop()
        table = self.table(turns, floors, halves, floor_halves, few, few_floor, trips,
                           session_bytes)
        return {**table, **delivery}

    def half_load(self, port: int, rate: float, *more: str) -> dict:
        """At a fixed rate; an answer is late from the moment at which its request was due."""
        options = self.options
        return self.load(port, "--connections", str(options.connections), "--seconds",
                         str(options.seconds), "--rate", str(rate), *more)

    def deliveries(self) -> dict:
        """What the registrations of all these runs take to reach the registry, by themselves."""
        stage = self.stage
        os.environ["JISR_OUTBOX_POLL"] = "200ms"
        stage.restart_gateway()
        begun, before = time.monotonic(), cpu_seconds(stage.gateway.pid)
        time.sleep(self.options.seconds)
        delivered = stage.admin("/status").json()["delivered"]
        used, seconds = cpu_seconds(stage.gateway.pid) - before, time.monotonic() - begun
        return {"deliveries_per_s": round(delivered / seconds),
                "cpu_s_per_100k_deliveries": round(used * 100_000 / max(delivered, 1), 1)}

    def round_trips(self) -> float:
        """Redis round trips for each answer, by the gateway's own count of its one connection."""
        def status() -> dict:
            return self.stage.admin("/status").json()

        before = status()
        self.load(self.stage.callbacks_port, "--connections", "16", "--seconds", "2",
                  "--stop-after", "9")  # no registration, so nothing of the outbox but its polls
        after = status()
        return round((after["redis_round_trips"] - before["redis_round_trips"]) /
                     (after["answers"] - before["answers"]), 2)

    @staticmethod
    def table(turns, floors, halves, floor_halves, few, few_floor, trips,
              session_bytes) -> dict:
        def middle(rows, name):
            return statistics.median(row[name] for row in rows)

        own, floor = middle(turns, "cpu_s_per_100k"), middle(floors, "cpu_s_per_100k")
        return {
            "answers_per_s": round(middle(turns, "answers_per_s")),
            "floor_answers_per_s": round(middle(floors, "answers_per_s")),
            "p50_ms": middle(turns, "p50_ms"), "p99_ms": middle(turns, "p99_ms"),
            "half_load_p50_ms": middle(halves, "p50_ms"),
            "half_load_p99_ms": middle(halves, "p99_ms"),
            "floor_half_load_p99_ms": middle(floor_halves, "p99_ms"),
            "cpu_s_per_100k": round(own, 3), "floor_cpu_s_per_100k": round(floor, 3),
            "cpu_ratio": round(own / floor, 2),
            "cpu_s_per_100k_2_connections": round(few["cpu_s_per_100k"], 3),
            "floor_cpu_s_per_100k_2_connections": round(few_floor["cpu_s_per_100k"], 3),
            "redis_round_trips": trips,
            "redis_bytes_per_session": round(session_bytes),
            "registrations": sum(turn["registrations"] for turn in turns),
            "wrong_screens": sum(turn["wrong_screens"] for turn in turns + halves + [few]),
        }


def main() -> int:
    parser = argparse.ArgumentParser(prog="tools/bench", description=__doc__)
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.add_argument("--seconds", type=int, default=8, help="of each measurement")
    parser.add_argument("--connections", type=int, default=64)
    parser.add_argument("--rounds", type=int, default=3, help="gateway and floor in turn, so often")
    options = parser.parse_args()
    os.environ.setdefault("JISR_LOG_LEVEL", "warn")
    os.environ.setdefault("JISR_THREADS", "1")  # like the floor, which has one
    os.environ["JISR_OUTBOX_POLL"] = "1h"  # deliveries are measured by themselves, at the end
    try:
        with Stage() as stage:
            stage.start()
            # At this rate the file would be rewritten every few seconds, by a third process on the
            # same two cores; a programme's own rate is hundreds of times lower.
            stage.redis.command("CONFIG", "SET", "auto-aof-rewrite-percentage", "0")
            figures = Bench(stage, options).run()
    except StageError as error:
        print(f"bench: {error}", file=sys.stderr)
        return 3
    if options.json:
        print(json.dumps(figures))
    else:
        for name, value in figures.items():
            print(f"{name:38} {value:>12}")
    return 0 if figures["wrong_screens"] == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
