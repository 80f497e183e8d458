"""What a program finds: Python's library without bridges, threads and sockets, and the clock of the run."""

import _thread
import gc
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


def prepare():
    time.sleep = sleep
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


HIDDEN = {
    *("_pyodide_core", "_ctypes", "_remote_debugging", "_testcapi", "_testinternalcapi", "_testclinic"),
    *("_testclinic_limited", "_testlimitedcapi", "_testbuffer", "_xxtestfuzz", "xxsubtype", "faulthandler"),
    *("_lsprof", "termios"),
}


def seed(number):
    random.seed(number)
