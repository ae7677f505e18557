"""What Ctrl-C and SIGTERM do: end a command that only reads, let an apply finish its step."""

import signal
import threading
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from types import FrameType
from typing import NoReturn

from hacfg.errors import Category

ENDINGS: Mapping[int, Category] = {
    signal.SIGINT: Category.INTERRUPTED,
    signal.SIGTERM: Category.TERMINATED,
}
Handler = Callable[[int, FrameType | None], None]


class CutOff(BaseException):
    """The process was told to end; no `except Exception` may swallow it."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number
        self.category = ENDINGS[number]


@contextmanager
def handled_by(handler: Handler) -> Generator[None]:
    """Let a handler see both signals for a while; only the main thread can."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, handler) for number in ENDINGS}
    try:
        yield
    finally:
        for number, old in before.items():
            signal.signal(number, old)


def end_now(number: int, _: FrameType | None) -> NoReturn:
    """End what runs."""
    raise CutOff(number)


@dataclass(slots=True)
class Stopper:
    """The first signal asks to stop after the step, the second ends at once."""

    warn: Callable[[], None]
    asked: int | None = None
    wrote: bool = False
    """Whether the command wrote to any unit, of whichever group."""

    def ending(self) -> Category | None:
        """Return what the command ends with if it was asked to stop before it was done."""
        if self.asked is None:
            return None
        return Category.STOPPED if self.wrote else ENDINGS[self.asked]

    def __call__(self) -> bool:
        """Tell whether to stop after this step."""
        return self.asked is not None

    def handle(self, number: int, _: FrameType | None) -> None:
        """Note the first signal; raise on the second."""
        if self.asked is not None:
            raise CutOff(number)
        self.asked = number
        # Python may be in the middle of writing to the very stream that the warning goes to.
        with suppress(RuntimeError):
            self.warn()
