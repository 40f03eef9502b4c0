"""Opens calls on the real gateway, changes the dialog under them, and finishes all of them. The new
dialog has a message more, its screens stand in another order, and some words differ. What happens
to the gateway in the middle:

    reload   SIGHUP, while half of the calls are being answered
    restart  kill -9; the new process has the new dialog only, and finds the old one in Redis
    move     the same, and the old one's sources are gone: calls go on in the new one, by names
    lose     the same, and the names are gone too: calls begin anew

Every page is compared with the words of the version that the call should be on. A page with other
words is `confused`, a call that does not end with a number is `lost`.
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

# The answers up to the middle of the call, and from there to its end; with each, words of the page
# that it leads to.
BEFORE = ["2", "1", "2", "El Amrani", "Fatima", "8", "1990"]
PROVINCE = "Province:"
AFTER = [("1", "Cercle:"), ("1", "Commune"), ("2", "Votre projet"), ("1", "Secteur:"),
         ("2", "Premier besoin"), ("1", "Formation souhaitée"), ("2", "Langue pour vous"),
         ("1", "sur le handicap"), ("2", "Confirmer"), ("1", "Dossier No")]
NEWS = "Lisez ceci"
_NEW_WORDS = {"Secteur:": "Quel secteur?", "Confirmer": "Valider"}
AFTER_NEW = [(answer, _NEW_WORDS.get(words, words)) for answer, words in AFTER]
LANGUAGE = "جسر - Jisr"


class Confused(Exception):
    """A page that is not of her version, or not where she is."""


class Call:
    def __init__(self, stage: Stage, number: int):
        self.stage, self.number, self.answers = stage, number, []

    async def send(self, answer=None) -> str:
        if answer is not None:
            self.answers.append(answer)
        form = urllib.parse.urlencode({
            "sessionId": f"call-{self.number}", "phoneNumber": f"+2126{self.number:08}",
            "serviceCode": "*555#", "text": "*".join(self.answers)})
        return await _post(self.stage.callbacks_port, "/callbacks/demo-ussd", form.encode())

    async def expect(self, answer, words: str) -> str:
        page = await self.send(answer)
        if words not in page:
            raise Confused(f"{words!r} was to come, not {page!r}")
        return page

    async def begin(self, words: str):
        """From the first page to the middle, where a page with `words` is to come."""
        await self.send()
        for answer in BEFORE[:-1]:
            await self.send(answer)
        await self.expect(BEFORE[-1], words)

    async def finish(self, pages) -> str:
        """The number that she is told."""
        page = ""
        for answer, words in pages:
            page = await self.expect(answer, words)
        told = _TOLD.search(page)
        return told[1] if told else ""

    # ---- what is right, by what happened ----

    async def on_old(self) -> str:
        return await self.finish(AFTER)

    async def on_new(self) -> str:
        await self.begin(NEWS)
        await self.expect("1", PROVINCE)
        return await self.finish(AFTER_NEW)

    async def moved(self) -> str:
        await self.expect("1", NEWS)  # "1" was meant for another page, and is not taken
        await self.expect("1", PROVINCE)
        return await self.finish(AFTER_NEW)

    async def anew(self) -> str:
        await self.expect("1", LANGUAGE)
        for answer in BEFORE[:-1]:
            await self.send(answer)
        await self.expect(BEFORE[-1], NEWS)
        await self.expect("1", PROVINCE)
        return await self.finish(AFTER_NEW)


async def together(coroutines, at_once: int = 64):
    gate = asyncio.Semaphore(at_once)

    async def one(coroutine):
        async with gate:
            return await coroutine

    return await asyncio.gather(*(one(each) for each in coroutines))


def change(stage: Stage):
    dialog = stage.folder / "config/dialogs/jisr.yaml"
    text = dialog.read_text()
    news = ("screens:\n  news: {kind: message, next: province, "
            f"text: {{ar: اقرئي هذا, fr: {NEWS}}}}}\n")
    for old, new, times in (("next: province", "next: news", -1), ("screens:\n", news, 1),
                            ("fr: Confirmer", "fr: Valider", 1),
                            ('"Secteur:"', '"Quel secteur?"', 1)):
        if old not in text:
            raise StageError(f"the dialog has no {old}")
        text = text.replace(old, new, times)
    whole = dialog.with_suffix(".new")
    whole.write_text(text)
    whole.replace(dialog)  # in one step, as docs/operations.md asks


def restart(stage: Stage, then: str):
    stage.kill_gateway()
    change(stage)
    # Of each dialog that is served, its version and the names of it.
    keys = [key for key in stage.redis.command("KEYS", "jisr:{versions}:*")
            if not key.endswith(":gateways")]
    if not keys or len(keys) % 2:
        raise StageError(f"Redis should hold versions and their names, and has {keys}")
    if then in ("move", "lose"):
        gone = [key for key in keys if then == "lose" or not key.endswith(":map")]
        stage.redis.command("DEL", *gone)
    stage.start_gateway()


async def count_end(way, count: collections.Counter, name: str):
    try:
        told = await way
    except Confused as error:
        count["confused"] += 1
        count.setdefault("example", str(error))
        return
    except OSError as error:
        count["lost"] += 1
        count.setdefault("example", str(error))
        return
    if not told:
        count["lost"] += 1
        return
    count[name] += 1
    count[("told", told)] += 1


async def scene(stage: Stage, options, count: collections.Counter):
    calls = [Call(stage, number) for number in range(options.sessions)]
    await together(call.begin(PROVINCE) for call in calls)
    if options.then == "reload":
        half = len(calls) // 2
        finishing = asyncio.create_task(together(
            count_end(call.on_old(), count, "finished_on_old") for call in calls[:half]))
        await asyncio.sleep(0.2)
        change(stage)  # under calls that are being answered at this moment
        stage.gateway.signal(signal.SIGHUP)
        await finishing
        calls = calls[half:]
    else:
        restart(stage, options.then)
    ways = {"move": (Call.moved, "finished_moved"), "lose": (Call.anew, "finished_anew")}
    way, name = ways.get(options.then, (Call.on_old, "finished_on_old"))
    fresh = [Call(stage, options.sessions + number) for number in range(options.new)]
    await together([*(count_end(way(call), count, name) for call in calls),
                    *(count_end(call.on_new(), count, "finished_on_new") for call in fresh)])


def run(options) -> dict:
    with Stage() as stage:
        shutil.copytree(ROOT / "config", stage.folder / "config")
        stage.config = stage.folder / "config/gateway.yaml"
        stage.start()
        count = collections.Counter()
        asyncio.run(scene(stage, options, count))
        told = {key[1] for key in list(count) if isinstance(key, tuple)}
        wait_until(lambda: len(stage.records()) >= len(told), 60 + options.sessions / 100)
        held = collections.Counter(
            (record.get("body") or record)["reference"] for record in stage.records())
        status = stage.admin("/status").json()
    names = ("finished_on_old", "finished_moved", "finished_anew", "finished_on_new", "lost",
             "confused")
    return {"then": options.then, "sessions": options.sessions, "new": options.new,
            **{name: count[name] for name in names}, "moved": status["moved"],
            "told": len(told), "held": len(held),
            "held_once": sum(1 for reference in told if held[reference] == 1),
            "example": count.get("example", "")}


def main() -> int:
    parser = argparse.ArgumentParser(prog="tools/reload-under-load", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--then", choices=("reload", "restart", "move", "lose"), default="reload",
                        help="what happens in the middle")
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
    all_of_them = options.sessions + options.new
    finished = sum(result[name] for name in result if name.startswith("finished_"))
    return 0 if finished == result["held_once"] == result["held"] == all_of_them else 1


if __name__ == "__main__":
    sys.exit(main())
