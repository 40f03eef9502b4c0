"""Women write to a short code, through an SMSC, a real Kannel and the gateway, and back, with a
receipt for each SMS: is each message answered, each registration held once, each receipt heard?
With --break something is stopped and started again in the middle, the way that people do it.
"""
import argparse
import collections
import json
import sys
import time

from child import StageError
from kannel_child import Kannel
from kannel_women import FRENCH, Women
from smsc import Smsc
from stage import Stage, free_port, wait_until

QUIET_S = 90.0  # so long without an SMS, and what is not there is lost: longer than outbox.lease
BREAKS = ("none", "restart", "gateway", "smsbox", "bearerbox", "redis")


class KannelStage(Stage):
    """A stage whose SMS come and go by Kannel. `smsc` is the network behind it."""

    def __init__(self, on_sms=None, build_dir=None, state_of=None):
        super().__init__(build_dir)
        self.smsc = Smsc(on_sms, state_of)
        self.callbacks_port = free_port()
        self.kannel = Kannel(self.folder, self.smsc.port, self.callbacks_url)
        self.environment = {
            "JISR_KANNEL_URL": self.kannel.sendsms_url,
            "JISR_KANNEL_RECEIPTS_URL": self.callbacks_url + "/callbacks/kannel-sms/receipts",
            "JISR_KANNEL_PAUSE": "2s",
            "JISR_OUTBOX_POLL": "50ms",
        }

    def start(self):
        super().start()
        self.kannel.start()

    def stop(self):
        if self.smsc:
            self.kannel.stop()
            self.smsc.stop()
            self.smsc = None
        super().stop()

    def hurt(self, what: str):
        """Stops and starts again: the gateway with or without warning, the others in good order."""
        if what == "restart":
            self.restart_gateway()
        elif what == "gateway":
            self.kill_gateway()
            self.start_gateway()
        elif what == "smsbox":
            self.kannel.restart_smsbox()
        elif what == "bearerbox":
            self.kannel.restart_bearerbox()
        elif what == "redis":
            self.redis.stop()
            self.start_redis()

    def waiting(self) -> int:
        """What is in the outbox still."""
        keys = self.redis.command("KEYS", "jisr:{*}:due")
        return sum(self.redis.command("ZCARD", key) for key in keys)

    def logged(self, event: str, status: str = "delivered") -> collections.Counter:
        """How often the gateways, all that there were, have named each SMS in a line of this
        event: sms_sent by its entry, receipt of this status by the entry that it is about."""
        names = collections.Counter()
        with open(self.gateway.log, encoding="utf-8", errors="replace") as log:
            for line in log:
                if f'"{event}"' not in line:
                    continue
                try:
                    said = json.loads(line)
                except ValueError:
                    continue  # cut off by a kill
                if said.get("event") != event or said.get("status", status) != status:
                    continue
                # An entry's id may say for what it is; providers get the rest ("a-0192…").
                name = said.get("entry") or said["message_id"]
                names[name[2:] if name[1:2] == "-" else name] += 1
        return names


def run(stage: KannelStage, women: Women, hurts) -> dict:
    """Plays until all are done, or nothing moves any more; the counts."""
    sent_before = stage.logged("sms_sent").keys()
    receipts_before = stage.logged("receipt").keys()
    held_before = {_reference_of(record) for record in stage.records()}
    parts_before, taken_before = stage.smsc.traffic.submitted, stage.smsc.traffic.sent
    begun = time.monotonic()
    women.start()
    total = len(women.all) * len(FRENCH)
    asked = {}
    for number, what in enumerate(hurts, 1):
        _wait(women, lambda n=number: women.sent >= total * n // (len(hurts) + 1))
        # One at a time: what smsbox could not bring to us it tries again, and has in memory alone.
        _wait(women, lambda a=asked: women.have_heard(a))
        stage.hurt(what)
        asked = women.asked()
        women.moved_at = time.monotonic()
    _wait(women, lambda: women.are_done)
    seconds = time.monotonic() - begun
    wait_until(lambda: stage.waiting() == 0, QUIET_S)  # what a killed gateway may have sent before
    wait_until(lambda: stage.smsc.is_idle and not (
        stage.logged("sms_sent").keys() - sent_before - stage.logged("receipt").keys()), 30.0)
    sent = stage.logged("sms_sent").keys() - sent_before
    receipts = stage.logged("receipt").keys() - receipts_before
    held = collections.Counter(map(_reference_of, stage.records()))
    told = set(women.told)
    return {
        "women": len(women.all),
        "messages": women.sent,
        "taken_by_kannel": stage.smsc.traffic.sent - taken_before,
        "answers": sum(len(woman.heard) for woman in women.all.values()),
        "answers_lost": women.unanswered,
        "answers_doubled": women.doubled,
        "to_strangers": women.strangers,
        "sms_sent": len(sent),
        "sms_parts": stage.smsc.traffic.submitted - parts_before,
        "receipts": len(receipts),
        "receipts_lost": len(sent - receipts),
        "receipts_unknown": len(receipts - sent),  # a killed gateway had no time for its line
        "outbox_left": stage.waiting(),
        "told": len(told),
        "held": len(told & held.keys()),
        "held_doubled": sum(1 for count in held.values() if count > 1),
        "held_untold": len(held.keys() - told - held_before),
        "seconds": round(seconds, 1),
        "messages_a_second": round(women.sent / seconds, 1),
        "answer_ms_median": women.wait_ms(50),
        "answer_ms_p99": women.wait_ms(99),
        "breaks": len(hurts),
    }


def is_whole(counts: dict) -> bool:
    """Nothing was lost, and nobody is registered twice. An SMS that is doubled after a break is not
    lost: a provider that does not answer may have sent it."""
    return (counts["answers_lost"] == counts["receipts_lost"] == counts["to_strangers"] == 0
            and counts["outbox_left"] == 0
            and counts["told"] == counts["held"] == counts["women"]
            and counts["held_doubled"] == counts["held_untold"] == 0)


def _wait(women: Women, is_so):
    wait_until(lambda: is_so() or time.monotonic() - women.moved_at > QUIET_S, 24 * 3600)


def _reference_of(record: dict) -> str:
    return (record.get("body") or record.get("payload") or record)["reference"]


def play(messages: int, at_once: int, hurts, build_dir=None) -> dict:
    crowd = None
    stage = KannelStage(lambda to, text: crowd.take(to, text), build_dir)
    with stage:
        crowd = Women(max(1, -(-messages // len(FRENCH))), at_once, stage.smsc.send)
        stage.start()
        return run(stage, crowd, hurts)


def main() -> int:
    parser = argparse.ArgumentParser(prog="tools/kannel-loop", description=__doc__)
    parser.add_argument("--messages", type=int, default=10_000, help="SMS that come in, about")
    parser.add_argument("--at-once", type=int, default=100, help="women who write at a time")
    parser.add_argument("--break", dest="hurts", action="append", choices=BREAKS, default=[],
                        help="in the middle; may be named several times")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    hurts = [what for what in options.hurts if what != "none"]
    try:
        counts = play(options.messages, options.at_once, hurts)
    except StageError as error:
        print(error, file=sys.stderr)
        return 2
    if options.json:
        print(json.dumps(counts))
    else:
        for name, count in counts.items():
            print(f"{name:20} {count}")
    return 0 if is_whole(counts) else 1


if __name__ == "__main__":
    sys.exit(main())
