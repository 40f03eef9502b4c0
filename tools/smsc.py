"""The mobile network behind a Kannel: an SMSC on 127.0.0.1 that speaks SMPP 3.4. It hands on what
phones send, takes what is sent to them, joins its parts, and gives a receipt for each SMS that asks
for one. Like a real one it keeps what was not acknowledged and hands it over again at the next
bind.

One thread runs its loop; send() may be called from any, `on_sms` is called on the loop's.
"""
import asyncio
import itertools
import struct
import threading
import time
from collections import deque
from dataclasses import dataclass

import smpp

_IN_FLIGHT_MAX = 50
_TRY_AGAIN_S = 0.5


@dataclass
class Traffic:
    """What went through."""
    sent: int = 0       # deliver_sm with a phone's SMS that were acknowledged
    refused: int = 0    # not taken at once: tried again
    arrived: int = 0    # whole SMS at phones
    submitted: int = 0  # submit_sm
    receipts: int = 0   # deliver_sm with a receipt that were acknowledged
    asked: int = 0      # receipts that were asked for
    binds: int = 0


class Smsc:
    def __init__(self, on_sms=None, state_of=None):
        """`on_sms(to, text)` is called for each whole SMS; `state_of(sms)` says what becomes of a
        submitted one: DELIVRD unless told otherwise."""
        self.traffic = Traffic()
        self._on_sms = on_sms or (lambda to, text: None)
        self._state_of = state_of or (lambda sms: "DELIVRD")
        self._waiting = deque()   # (is a receipt, body) of deliver_sm
        self._in_flight = {}      # the same, by sequence number
        self._parts = {}          # {(to, sender, reference): {number: text}}
        self._writer = None
        self._sequences = itertools.count(1)
        self._ids = itertools.count(1)
        self._references = itertools.count(1)
        self._loop = asyncio.new_event_loop()
        self._connections = set()
        started = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(started,), daemon=True)
        self._thread.start()
        started.wait()

    def send(self, msisdn: str, to: str, text: str):
        """A phone sends an SMS."""
        bodies = smpp.messages_of(msisdn, to, text, next(self._references))
        self._loop.call_soon_threadsafe(self._enqueue, [(False, body) for body in bodies])

    @property
    def is_idle(self) -> bool:
        """Nothing waits to be taken by Kannel."""
        return not self._waiting and not self._in_flight

    def stop(self):
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    # ---- on the loop's thread ----

    def _run(self, started):
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(
            asyncio.start_server(self._serve, "127.0.0.1", 0))
        self.port = server.sockets[0].getsockname()[1]
        started.set()
        self._loop.run_forever()
        server.close()
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.run_until_complete(asyncio.gather(
            *asyncio.all_tasks(self._loop), return_exceptions=True))
        self._loop.close()

    async def _serve(self, reader, writer):
        try:
            while True:
                head = await reader.readexactly(16)
                size, command, status, sequence = struct.unpack(">IIII", head)
                if not 16 <= size <= smpp.PDU_BYTES_MAX:
                    break
                body = await reader.readexactly(size - 16)
                self._take(writer, command, status, sequence, body)
        except (asyncio.IncompleteReadError, asyncio.CancelledError, ConnectionError):
            pass
        finally:
            if self._writer is writer:
                self._unbound()
            writer.close()

    def _take(self, writer, command, status, sequence, body):
        answer = smpp.RESPONSE | command
        if command in smpp.BINDS:
            writer.write(smpp.pdu(answer, sequence, b"smsc\0"))
            self._unbound()
            self._writer = writer
            self.traffic.binds += 1
            self._pump()
        elif command == smpp.SUBMIT_SM:
            sms, message_id = smpp.read_submit(body), f"{next(self._ids):x}"
            writer.write(smpp.pdu(answer, sequence, message_id.encode() + b"\0"))
            self._submitted(sms, message_id)
        elif command == smpp.RESPONSE | smpp.DELIVER_SM:
            self._acknowledged(sequence, status)
        elif command in (smpp.ENQUIRE_LINK, smpp.UNBIND):
            writer.write(smpp.pdu(answer, sequence))

    def _unbound(self):
        """What was not acknowledged goes again, in its order."""
        self._writer = None
        for sequence in sorted(self._in_flight, reverse=True):
            self._waiting.appendleft(self._in_flight[sequence])
        self._in_flight.clear()

    def _enqueue(self, items):
        self._waiting.extend(items)
        self._pump()

    def _pump(self):
        while self._writer and self._waiting and len(self._in_flight) < _IN_FLIGHT_MAX:
            item, sequence = self._waiting.popleft(), next(self._sequences)
            self._in_flight[sequence] = item
            self._writer.write(smpp.pdu(smpp.DELIVER_SM, sequence, item[1]))

    def _acknowledged(self, sequence: int, status: int):
        item = self._in_flight.pop(sequence, None)
        if item is None:
            return
        if status:
            self.traffic.refused += 1
            self._loop.call_later(_TRY_AGAIN_S, self._enqueue, [item])
        elif item[0]:
            self.traffic.receipts += 1
        else:
            self.traffic.sent += 1
        self._pump()

    def _submitted(self, sms: smpp.Submitted, message_id: str):
        self.traffic.submitted += 1
        if sms.wants_receipt:
            self.traffic.asked += 1
            at = time.strftime("%y%m%d%H%M")
            self._enqueue([(True, smpp.receipt_of(sms, message_id, self._state_of(sms), at))])
        text = sms.text
        if sms.count > 1:
            parts = self._parts.setdefault((sms.to, sms.sender, sms.part_of), {})
            parts[sms.number] = sms.text
            if len(parts) < sms.count:
                return
            del self._parts[sms.to, sms.sender, sms.part_of]
            text = "".join(parts[number] for number in sorted(parts))
        self.traffic.arrived += 1
        self._on_sms("+" + sms.to.lstrip("+"), text)
