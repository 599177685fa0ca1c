"""Keep the beginning and the end of what a command prints, however much that is."""

import os
import threading

KEPT = 200_000
CHUNK = 65_536


class Capture:
    """Read a pipe to its end on a thread of its own, so that a talkative command never waits and never fills memory.

    Args:
        descriptor: The reading end; closed at the end.
        kept: How many bytes are remembered: one half from the beginning, one half from the end.
    """

    def __init__(self, descriptor: int, kept: int = KEPT) -> None:
        self._half = kept // 2
        self._head = bytearray()
        self._tail = bytearray()
        self._dropped = 0
        self._thread = threading.Thread(target=self._drain, args=(descriptor,), daemon=True)
        self._thread.start()

    def text(self, patience: float = 1.0) -> str:
        """Return what was printed; a process left behind that holds the pipe is waited for `patience` seconds only."""
        self._thread.join(patience)
        head, tail = bytes(self._head), bytes(self._tail)
        extra = max(len(tail) - self._half, 0)
        dropped = self._dropped + extra
        note = f"\n… {dropped:,} bytes of output are left out here …\n".encode() if dropped else b""
        return (head + note + tail[extra:]).decode("utf-8", "replace").replace("\r\n", "\n")

    def _drain(self, descriptor: int) -> None:
        with open(descriptor, "rb", buffering=0) as pipe:
            while chunk := os.read(pipe.fileno(), CHUNK):
                self._keep(chunk)

    def _keep(self, chunk: bytes) -> None:
        room = max(self._half - len(self._head), 0)
        self._head += chunk[:room]
        self._tail += chunk[room:]
        if len(self._tail) > self._half + 16 * CHUNK:
            extra = len(self._tail) - self._half
            del self._tail[:extra]
            self._dropped += extra
