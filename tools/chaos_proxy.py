"""A TCP proxy that can be told to misbehave, between the gateway and Redis or the registry. It runs
on an asyncio loop of its own thread's; `mode` may be set from any thread and holds for connections
that are open as well.
"""
import asyncio
import random

_PIECE = 16 * 1024


class FaultProxy:
    """Modes: pass, delay:MS, reset, blackhole (accepts, keeps, says nothing), truncate (closes in
    the middle of an answer), corrupt (turns a byte of what comes back), throttle:BYTES_PER_S,
    half_open (both sides keep a connection on which nothing ever arrives again)."""

    def __init__(self, target_port: int, seed: int):
        self.target_port = target_port
        self.mode = "pass"
        self.port = None
        self._random = random.Random(seed)
        self._open = set()

    async def start(self):
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]

    async def _serve(self, reader, writer):
        if self.mode == "reset":
            writer.transport.abort()
            return
        try:
            to_reader, to_writer = await asyncio.open_connection("127.0.0.1", self.target_port)
        except OSError:
            writer.transport.abort()
            return
        pair = (writer, to_writer)
        self._open.add(pair)
        try:
            await asyncio.gather(self._pump(reader, to_writer, back=False, pair=pair),
                                 self._pump(to_reader, writer, back=True, pair=pair))
        finally:
            self._open.discard(pair)
            for one in pair:
                one.close()

    async def _pump(self, reader, writer, back: bool, pair):
        dead = False
        try:
            while piece := await reader.read(_PIECE):
                name, _, value = self.mode.partition(":")
                if name == "delay":
                    await asyncio.sleep(float(value) / 1000)
                elif name == "throttle":
                    await asyncio.sleep(len(piece) / float(value))
                elif name == "reset":
                    break
                while self.mode == "blackhole":
                    await asyncio.sleep(0.05)
                if name == "half_open":
                    dead = True
                if dead:
                    continue
                if back and name == "truncate":
                    writer.write(piece[:len(piece) // 2])
                    await writer.drain()
                    break
                if back and name == "corrupt":
                    at = self._random.randrange(len(piece))
                    piece = piece[:at] + bytes([piece[at] ^ 0x55]) + piece[at + 1:]
                writer.write(piece)
                await writer.drain()
        except OSError:
            pass
        for one in pair:
            if self.mode == "reset":
                one.transport.abort()
            else:
                one.close()
