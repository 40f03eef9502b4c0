"""Opens calls on the real gateway, changes the dialog's file and sends SIGHUP, then finishes all of
them. The old dialog says "Confirmer" where the new one says "Valider", and the new one asks a
question more: a woman who meets the other's words, or cannot finish, is counted.
"""
import argparse
import asyncio
import collections
import json
import os
import shutil
import signal
import sys
import urllib.parse

from chaos_women import _TOLD, _post
from stage import ROOT, Stage, StageError, wait_until

# The answers up to the middle of the call, and from there to its end, in the old dialog.
BEFORE = ["2", "1", "2", "El Amrani", "Fatima", "8", "1990"]
AFTER = ["1", "1", "2", "1", "2", "1", "2", "1", "2"]
CONFIRM = "1"


class Call:
    def __init__(self, port: int, number: int):
        self.port, self.number, self.answers = port, number, []

    async def send(self, answer=None) -> str:
        if answer is not None:
            self.answers.append(answer)
        form = urllib.parse.urlencode({
            "sessionId": f"call-{self.number}", "phoneNumber": f"+2126{self.number:08}",
            "serviceCode": "*555#", "text": "*".join(self.answers)})
        return await _post(self.port, "/callbacks/demo-ussd", form.encode())

    async def play(self, answers) -> str:
        page = ""
        for answer in answers:
            page = await self.send(answer)
        return page


async def together(coroutines, at_once: int = 64):
    gate = asyncio.Semaphore(at_once)

    async def one(coroutine):
        async with gate:
            return await coroutine

    return await asyncio.gather(*(one(each) for each in coroutines))


def change(stage: Stage):
    """Another text on the summary, and another word in a menu."""
    dialog = stage.folder / "config/dialogs/jisr.yaml"
    text = dialog.read_text()
    for old, new in (("fr: Confirmer", "fr: Valider"), ('"Secteur:"', '"Quel secteur?"')):
        if old not in text:
            raise StageError(f"the dialog has no {old}")
        text = text.replace(old, new, 1)
    dialog.write_text(text)
    stage.gateway.signal(signal.SIGHUP)


async def begin(call: Call) -> str:
    await call.send()
    return await call.play(BEFORE)


async def finish(call: Call, count: collections.Counter, old: bool):
    """From the middle to the number of the registration."""
    sector = await call.play(AFTER[:4])
    summary = await call.play(AFTER[4:])
    words = ("Secteur:", "Confirmer") if old else ("Quel secteur?", "Valider")
    if words[0] not in sector or words[1] not in summary:
        count["confused"] += 1
        count.setdefault("example", summary if words[0] in sector else sector)
        return
    told = _TOLD.search(await call.send(CONFIRM))
    if not told:
        count["lost"] += 1
        return
    count["finished_on_old" if old else "finished_on_new"] += 1
    count[("told", told[1])] += 1


def run(options) -> dict:
    with Stage() as stage:
        shutil.copytree(ROOT / "config", stage.folder / "config")
        stage.config = stage.folder / "config/gateway.yaml"
        stage.start()
        count = collections.Counter()
        port = stage.callbacks_port
        calls = [Call(port, number) for number in range(options.sessions)]

        async def scene():
            await together(begin(call) for call in calls)
            half = len(calls) // 2
            finishing = asyncio.create_task(
                together(finish(call, count, True) for call in calls[:half]))
            await asyncio.sleep(0.2)
            change(stage)  # under calls that are being answered at this moment
            await finishing
            fresh = [Call(port, options.sessions + number) for number in range(options.new)]

            async def whole(call):
                await begin(call)
                await finish(call, count, False)

            await together([*(finish(call, count, True) for call in calls[half:]),
                            *(whole(call) for call in fresh)])

        asyncio.run(scene())
        told = {key[1] for key in list(count) if isinstance(key, tuple)}
        wait_until(lambda: len(stage.records()) >= len(told), 60 + options.sessions / 100)
        held = collections.Counter(
            (record.get("body") or record)["reference"] for record in stage.records())
    return {"sessions": options.sessions, "new": options.new,
            "finished_on_old": count["finished_on_old"],
            "finished_on_new": count["finished_on_new"], "lost": count["lost"],
            "confused": count["confused"], "told": len(told),
            "held_once": sum(1 for reference in told if held[reference] == 1),
            "example": count.get("example", "")}


def main() -> int:
    parser = argparse.ArgumentParser(prog="tools/reload-under-load", description=__doc__)
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.add_argument("--sessions", type=int, default=10_000, help="open when it is changed")
    parser.add_argument("--new", type=int, default=500, help="that begin afterwards")
    options = parser.parse_args()
    os.environ.setdefault("JISR_LOG_LEVEL", "warn")
    os.environ.setdefault("JISR_OUTBOX_POLL", "200ms")
    try:
        result = run(options)
    except StageError as error:
        print(f"reload-under-load: {error}", file=sys.stderr)
        return 3
    print(json.dumps(result) if options.json
          else "\n".join(f"{name:16} {value}" for name, value in result.items()))
    whole = (result["finished_on_old"] == options.sessions and
             result["finished_on_new"] == options.new and
             result["held_once"] == options.sessions + options.new)
    return 0 if whole else 1


if __name__ == "__main__":
    sys.exit(main())
