"""Virtual time: an event loop whose waiting moves the clock of the run, and nothing else does."""

import asyncio
import select
import time
import types

Coroutine = types.CoroutineType

# The clock's only mover: what waits in the system's own way waits in virtual time.
wait = select.poll().poll
monotonic = time.monotonic

MOST_TIMERS = 10_000


class Idle(BaseException):
    """Nothing is left that could go on."""


class Waiting:
    """In the place of a selector: there are no files or sockets to wait for."""

    def __init__(self, loop):
        self.loop = loop

    def select(self, timeout):
        if timeout is None:
            raise Idle
        if timeout > 0:
            self.loop.fired += 1
            if self.loop.fired > MOST_TIMERS:
                raise Idle
            wait(timeout * 1000)
        return []

    def close(self):
        pass


class VirtualLoop(asyncio.base_events.BaseEventLoop):
    is_entered = False

    def __init__(self):
        super().__init__()
        self._selector = Waiting(self)
        self._clock_resolution = 1e-6
        self.fired = 0
        self.slow_callback_duration = float("inf")

    def time(self):
        return monotonic()

    def is_running(self):
        return self.is_entered or super().is_running()

    def _process_events(self, events):
        pass

    def _write_to_self(self):
        pass

    @property
    def waiting_timers(self):
        return sum(1 for handle in self._scheduled if not handle._cancelled)

    def call_exception_handler(self, context):
        """Nobody hears of what nobody awaited."""

    def run_in_executor(self, executor, func, *args):
        raise RuntimeError("There are no threads here: call the function, or make it a coroutine")


class Policy(asyncio.events._AbstractEventLoopPolicy):
    def __init__(self):
        self.current = None

    def get_event_loop(self):
        if self.current is None:
            raise RuntimeError("There is no current event loop")
        return self.current

    def set_event_loop(self, loop):
        self.current = loop

    def new_event_loop(self):
        return VirtualLoop()


def install():
    asyncio.events._set_event_loop_policy(Policy())
    asyncio.SelectorEventLoop = asyncio.DefaultEventLoop = VirtualLoop
    asyncio.EventLoop = VirtualLoop
    asyncio.runners.events.new_event_loop = VirtualLoop


def begin(loop, awaitable):
    """A task that has run already until it first waits."""
    coroutine = awaitable if type(awaitable) is Coroutine else outcome_of(awaitable)
    loop.is_entered = True
    enter(loop)
    try:
        return asyncio.Task(coroutine, loop=loop, eager_start=True)
    finally:
        enter(None)
        loop.is_entered = False


async def outcome_of(awaitable):
    return await awaitable


def drive(loop, awaitable):
    """Lets the loop run until this is done; raises what it raised, or `Idle` when it cannot be."""
    task = awaitable if isinstance(awaitable, asyncio.Future) else begin(loop, awaitable)
    loop.fired = 0
    if not task.done():
        task.add_done_callback(stop)
        loop.run_forever()
    if not task.done():
        raise Idle
    return task.result()


def stop(task):
    task.get_loop().stop()


enter = asyncio.events._set_running_loop
