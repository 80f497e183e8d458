"""What a program finds: Python's library without bridges, threads and sockets, and the clock of the run."""

import _thread
import gc
import os
import random
import select
import socket
import sys
import threading
import time

NO_THREADS = "There are no threads here: use asyncio"
BRIDGES = ("js", "pyodide_js", "pyodide", "_pyodide", "_pyodide_core", "ctypes", "_ctypes")
poll = select.poll().poll


def sleep(seconds, /):
    """Waits in virtual time."""
    if seconds != seconds:
        raise ValueError("Invalid value NaN (not a number)")
    if seconds < 0:
        raise ValueError("sleep length must be non-negative")
    milliseconds = seconds * 1000
    while milliseconds > 0:
        step = min(milliseconds, 1_000_000_000)
        poll(step)
        milliseconds -= step


def no_threads(*args, **kwargs):
    raise RuntimeError(NO_THREADS)


class Lock:
    """A lock where there is one thread: whoever waits for it without end waits for ever, whoever waits for a time has waited for nothing."""

    __slots__ = ("_is_held", "__weakref__")

    def __init__(self):
        self._is_held = False

    def acquire(self, blocking=True, timeout=-1):
        if not blocking and timeout != -1:
            raise ValueError("can't specify a timeout for a non-blocking call")
        if timeout < 0 and timeout != -1:
            raise ValueError("timeout value must be a non-negative number")
        if self._is_held and timeout > 0:
            sleep(timeout)
        while self._is_held and blocking and timeout < 0:
            pass
        taken = not self._is_held
        self._is_held = True
        return taken

    def release(self):
        if not self._is_held:
            raise RuntimeError("release unlocked lock")
        self._is_held = False

    def locked(self):
        return self._is_held

    def __enter__(self):
        return self.acquire()

    def __exit__(self, *raised):
        self.release()

    def _at_fork_reinit(self):
        self._is_held = False


def prepare(modules):
    """Loads what a program may import, for that is slow, and puts right what is not of this world."""
    for name in modules:
        __import__(name)
    time.sleep = sleep
    threading.Lock = threading._allocate_lock = _thread.allocate_lock = _thread.allocate = Lock
    _thread.start_new_thread = _thread.start_new = _thread.start_joinable_thread = no_threads
    threading._start_joinable_thread = no_threads
    for name in ("get_objects", "get_referrers", "get_referents", "callbacks", "set_debug"):
        vars(gc).pop(name, None)
    for name in ("settrace", "setprofile", "_getframe", "_current_frames", "_current_exceptions", "addaudithook"):
        if name != "_getframe":
            vars(sys).pop(name, None)
    for name in BRIDGES:
        sys.modules.pop(name, None)
    sys.builtin_module_names = tuple(name for name in sys.builtin_module_names if name not in HIDDEN)
    sys.path[:] = [path for path in sys.path if path.endswith(".zip")]
    sys.argv[:] = [""]
    sys.dont_write_bytecode = True
    os.environ.clear()


HIDDEN = {
    *("_pyodide_core", "_ctypes", "_remote_debugging", "_testcapi", "_testinternalcapi", "_testclinic"),
    *("_testclinic_limited", "_testlimitedcapi", "_testbuffer", "_xxtestfuzz", "xxsubtype", "faulthandler"),
    *("_lsprof", "termios"),
}


def seed(number):
    random.seed(number)
