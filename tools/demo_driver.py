"""The demo: one whole Jisr on this machine, and a phone to dial it with. tools/demo builds, then
runs this. With --once it plays a scripted registration and exits 0 only if the registry has the
record and the phone has the SMS. 1: one of them is missing. 3: the demo could not go on.
JISR_ARRIVAL_S changes how long it waits for both.
"""
import argparse
import json
import os
import signal
import sys
import time
from pathlib import Path

from child import StageError
from phone import Phone, draw
from stage import Stage, wait_until

_CHANNEL = "demo-ussd"
_ARRIVAL_S = float(os.environ.get("JISR_ARRIVAL_S", "20"))
_HELP = """Type a code to dial, for example *555#, then what a woman would answer.
An empty line is an empty answer; h hangs up in the middle; q leaves."""


def say(text: str = ""):
    print(text, flush=True)


def show_addresses(stage: Stage):
    say(f"callbacks  {stage.callbacks_url}/callbacks/{_CHANNEL}")
    say(f"admin      {stage.admin_url}/status")
    say(f"registry   {stage.registry_url}/records   (CA: {stage.registry_ca})")
    say(f"sms        {stage.sms.url}/version1/messaging")
    say(f"redis      127.0.0.1:{stage.redis_port}")
    say(f"logs       {stage.folder}")
    say()


def show_sms(sms):
    say(f"✉  SMS to {sms.to}" + (f" from {sms.sender}" if sms.sender else ""))
    say("\n".join("   " + line for line in sms.text.split("\n")))


def show(screen):
    say(draw(screen))


def play_once(stage: Stage, phone: Phone, play: dict) -> int:
    """One registration by the script, on the clock. Returns the exit code."""
    before = len(stage.records())

    say(f"{phone.msisdn} dials {play['dial']}")
    screen = phone.dial(play["dial"])
    show(screen)
    for answer in play["answers"]:
        if not screen.is_open:
            say("The conversation ended before the script did.")
            return 1
        say(f"> {answer}")
        screen = phone.answer(answer)
        show(screen)
    if screen.is_open:
        say("The script ended before the conversation did.")
        return 1

    begun = time.monotonic()
    has_record = wait_until(lambda: len(stage.records()) > before, _ARRIVAL_S)
    if has_record:
        say(f"The registry has the record, {time.monotonic() - begun:.2f} s after the last screen:")
        say(json.dumps(stage.records()[-1], ensure_ascii=False, indent=2))
    else:
        say(f"The registry has no record after {_ARRIVAL_S:g} s.")
    rest_s = max(0.0, begun + _ARRIVAL_S - time.monotonic())
    sms = stage.sms.wait_for(phone.msisdn, rest_s)
    if sms:
        show_sms(sms)
    else:
        say(f"No SMS came to {phone.msisdn} within {_ARRIVAL_S:g} s.")
    return 0 if has_record and sms else 1


def play_by_hand(phone: Phone) -> int:
    """Dials and answers what is typed, until q or the end of the input."""
    say(_HELP)
    screen = None
    while True:
        try:
            typed = input("> " if screen and screen.is_open else "dial> ").strip()
        except EOFError:
            say()
            return 0
        in_call = screen is not None and screen.is_open
        if typed == "q":
            return 0
        if typed == "h" and in_call:
            screen = None
        elif in_call or typed:
            try:
                screen = phone.answer(typed) if in_call else phone.dial(typed)
                show(screen)
            except (OSError, ValueError) as error:
                say(f"! {error}")
                screen = None


def main() -> int:
    parser = argparse.ArgumentParser(prog="tools/demo", description=__doc__)
    parser.add_argument("--once", action="store_true", help="play one registration and leave")
    parser.add_argument("--language", choices=("ar", "fr"), default="fr")
    parser.add_argument("--phone", default="+212600000001", help="the number that dials")
    parser.add_argument("--script", type=Path, help="what --once dials and answers, by language",
                        default=Path(__file__).with_name("demo_answers.json"))
    options = parser.parse_args()

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the stage is cleared
    try:
        # In --once the SMS is printed in its place, after the record.
        with Stage(on_sms=None if options.once else show_sms) as stage:
            stage.start()
            show_addresses(stage)
            phone = Phone(stage, _CHANNEL, options.phone)
            if options.once:
                script = json.loads(options.script.read_text(encoding="utf-8"))
                return play_once(stage, phone, script[options.language])
            return play_by_hand(phone)
    except KeyboardInterrupt:
        say()
        return 130
    except (StageError, OSError, ValueError) as error:
        print(f"demo: {error}", file=sys.stderr)
        return 3


if __name__ == "__main__":
    sys.exit(main())
