"""Women register on two gateways with one store while a seeded schedule breaks things: Redis, the
registry, the SMS provider, the network between, the clock, the gateways themselves. When all is
mended and the outbox is empty, each told reference must be at the registry, once.

The schedule and each woman's whims come from the seed; which callback meets which fault depends on
the machine, so a run replays in kind, not to the byte.
"""
import argparse
import asyncio
import collections
import json
import math
import os
import re
import sys
import threading
import time
import traceback

from chaos_faults import Faults
from chaos_redis import TOPOLOGIES
from chaos_stage import ChaosStage
from chaos_women import Crowd
from child import StageError
from stage import wait_until

DRAIN_S = 180.0
SMS_S = 30.0


class Loop:
    """An asyncio loop in a thread of its own: children are started and watched by the main one."""

    def __init__(self):
        self.loop = asyncio.new_event_loop()
        threading.Thread(target=self.loop.run_forever, daemon=True).start()

    def begin(self, coroutine):
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop)


def drain(stage: ChaosStage) -> dict:
    """Until nothing waits any more; what a lying registry had set aside is sent again, once, as a
    person would. `set_aside` is what it was, `dead` what still is, `left` what waits even then."""
    wait_until(lambda: stage.backlog()["due"] == 0, DRAIN_S)
    set_aside = stage.retry_set_aside()
    empty = wait_until(lambda: stage.backlog()["due"] == 0, DRAIN_S)
    last = stage.backlog()
    return {"set_aside": set_aside, "dead": last["dead"], "outbox_empty": empty,
            "left": last.get("entries", [])[:5]}


def recoveries(crowd: Crowd, faults: Faults) -> dict:
    """For each fault that came alone: the longest time until p99 was as before."""
    worst = {}
    for name, at in faults.times:
        seconds = crowd.seen.back_after_s(at)
        if not math.isnan(seconds):
            worst[name] = max(worst.get(name, 0.0), min(seconds, 999.0))
    return {name: round(seconds, 2) for name, seconds in sorted(worst.items())}


def outage(crowd: Crowd, faults: Faults) -> dict:
    """The longest time in which nobody got a page, and what had broken by then."""
    begin, end = crowd.seen.longest_outage()
    return {"longest_outage_s": round(end - begin, 1),
            "outage_faults": [f"{at - begin:+.1f} {name}" for name, at in faults.times
                              if begin - 3.0 < at < end]}


def read_written(stage: ChaosStage) -> list:
    """All logs and files of Redis, with their content: (path, bytes). A server that rewrites its
    append-only file takes the old one away; then all are looked at again."""
    for _ in range(20):
        files = [*stage.folder.glob("*.log"), *stage.folder.glob("redis*/**/*.aof"),
                 *stage.folder.glob("redis*/**/*.rdb")]
        try:
            return [(file, file.read_bytes()) for file in files]
        except FileNotFoundError:
            time.sleep(0.2)
    raise StageError("Redis's files do not stay for long enough to be read")


def leaks(stage: ChaosStage, women: int) -> list:
    """Names, card numbers and whole phone numbers in a log or in what Redis has written: file by
    file, how many. The registry's own records are not looked at: they are what it is for."""
    telling = re.compile(rb"El Amrani|Fatima|JA1\d{5}|(?:212|0)6\d{8}")
    mine = set(range(women))

    def is_hers(found: bytes) -> bool:
        digits = found[-8:]
        return not digits.isdigit() or not found.startswith((b"2", b"0")) or int(digits) in mine

    found = []
    written = read_written(stage)
    for file, content in written:
        count = sum(1 for one in telling.findall(content) if is_hers(one))
        if count:
            found.append(f"{file.relative_to(stage.folder)}: {count}")
    return found if written else ["nothing was written"]


def run(options) -> dict:
    loop = Loop()
    with ChaosStage(options, loop) as stage:
        until = time.monotonic() + options.seconds
        crowd = Crowd(options.seed, lambda: [port for port in stage.ports if port], options.think)
        crowd_done = loop.begin(crowd.run(options.women, options.at_once,
                                          lambda: time.monotonic() < until))
        faults = Faults(stage, options.seed)
        faults.run(until, options.round, options.only, lambda: not crowd_done.done())
        crowd_done.result(900)
        left = drain(stage)
        held = collections.Counter(
            (record.get("body") or record)["reference"] for record in stage.records())

        def sms_missing():  # a reminder is none that was promised
            return crowd.promised_sms - {sms.to for sms in stage.sms.received
                                         if "*555" not in sms.text}
        wait_until(lambda: not sms_missing(), SMS_S)
        missing = len(sms_missing())
        told_on = leaks(stage, crowd.finished + options.at_once)
    lost = sorted(set(crowd.told) - set(held))
    counts = {name: count for name, count in faults.counts.items()}
    return {
        "women": crowd.finished, "told": len(crowd.told), "held": len(held), "lost": len(lost),
        "doubled": sum(1 for count in held.values() if count > 1),
        "sessions_broken": len(crowd.broken), **left,
        "leaks": told_on, "sms_promised": len(crowd.promised_sms), "sms_missing": missing,
        "calls": crowd.dials, "answers": crowd.seen.count("page"),
        "busy": crowd.seen.count("busy"), "unanswered": crowd.seen.count("nothing"),
        "worst_answer_ms": round(crowd.seen.worst_ms),
        "longest_wait_s": round(crowd.seen.worst_wait_s, 1), **outage(crowd, faults),
        "faults": dict(sorted({**counts, **crowd.whims}.items())),
        "not_tried": faults.not_tried,
        **({"p99_back_after_s": recoveries(crowd, faults)} if options.only else {}),
        "seed": options.seed, "topology": options.topology,
        "lost_references": lost[:10], "broken_examples": crowd.broken[:3],
    }


def parse():
    parser = argparse.ArgumentParser(prog="tools/chaos", description=__doc__)
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.add_argument("--topology", choices=sorted(TOPOLOGIES), default="standalone")
    parser.add_argument("--women", type=int, default=10**6,
                        help="at most; if you give none they keep coming until the time is over")
    parser.add_argument("--at-once", type=int, default=300, help="women on the phone together")
    parser.add_argument("--think", type=float, default=0.1, help="seconds before each answer")
    parser.add_argument("--seconds", type=float, default=60, help="so long things break")
    parser.add_argument("--minutes", type=float, default=0, help="the same in minutes")
    parser.add_argument("--round", type=float, default=54,
                        help="seconds in which each fault comes once")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="this fault alone, by its name")
    parser.add_argument("--plant", default="", choices=["", "believes_everything"],
                        help="a known mistake, which the check must find")
    options = parser.parse_args()
    if options.minutes:
        options.seconds = options.minutes * 60
    return options


def main() -> int:
    options = parse()
    os.environ.setdefault("JISR_LOG_LEVEL", "warn")
    try:
        result = run(options)
    except (StageError, StopIteration) as error:
        print(f"chaos: {error}", file=sys.stderr)
        return 3
    except Exception:  # 1 is what the check found; whatever goes wrong here is no finding
        traceback.print_exc()
        return 3
    if options.json:
        print(json.dumps(result))
    else:
        for name, value in result.items():
            print(f"{name:18} {value}")
    good = not (result["lost"] or result["doubled"] or result["sessions_broken"] or
                result["sms_missing"] or result["dead"] or result["leaks"])
    return 0 if good and result["outbox_empty"] else 1


if __name__ == "__main__":
    sys.exit(main())
