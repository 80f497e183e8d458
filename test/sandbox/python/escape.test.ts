import { createServer } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pythonWorld } from '../../../src/model/python-world.ts'
import { openPython, runPython } from '../../support/python.ts'

interface Attempt {
  readonly name: string
  /** The body of `attempt`, which is called once; a last `x` is what it gives. */
  readonly code: string
  readonly gives: unknown
}

const HANGS = { hangs: true }
const raises = (name: string) => ({ raises: name })
const MISSING = raises('ModuleNotFoundError')
/** What a run may add to this process at most. */
const MAX_GROWTH = 128 * 1024 * 1024

const visits: string[] = []
const listener = createServer((socket) => {
  visits.push(String(socket.remotePort))
  socket.destroy()
})
const port = () => Number(Reflect.get(Object(listener.address()), 'port'))

/** Attempts to reach JavaScript, the host's files, its network, its processes. */
const reaching: readonly Attempt[] = [
  { name: 'js', code: 'import js', gives: MISSING },
  { name: 'pyodide_js', code: 'import pyodide_js', gives: MISSING },
  { name: 'pyodide.code', code: 'from pyodide.code import run_js', gives: MISSING },
  { name: 'pyodide.ffi', code: 'import pyodide.ffi', gives: MISSING },
  { name: '_pyodide_core', code: 'import _pyodide_core', gives: MISSING },
  { name: 'ctypes', code: 'import ctypes', gives: MISSING },
  {
    name: 'a bridge by the builder of built-in modules',
    code: `import _imp, importlib.machinery as m
found = []
for name in ('_pyodide_core', '_ctypes', '_testcapi', '_testinternalcapi', '_remote_debugging', 'faulthandler', 'gc'):
    try: found.append(str(_imp.create_builtin(m.ModuleSpec(name, None))))
    except ImportError: found.append('refused')
return found`,
    gives: ['None', 'None', 'None', 'None', 'None', 'None', 'None'],
  },
  {
    name: 'bridges by forgetting and finding again',
    code: `import sys, importlib.util
for name in [n for n in sys.modules if n.startswith(('js', '_pyodide', 'pyodide'))]: del sys.modules[name]
importlib.invalidate_caches()
return [name for name in ('js', 'pyodide_js', '_pyodide_core') if importlib.util.find_spec(name)] + [name for name in ('js', 'pyodide_js') if name in sys.modules]`,
    gives: [],
  },
  {
    name: 'bridges by the subclasses of object',
    code: `seen, left = set(), [object]
while left:
    for kind in type.__subclasses__(left.pop()):
        if kind not in seen: seen.add(kind); left.append(kind)
return sorted({k.__name__ for k in seen if 'pyodide' in str(k.__module__) or k.__name__.startswith('Js')})`,
    gives: [],
  },
  { name: 'all objects by gc', code: 'import gc\nreturn gc.get_objects()', gives: raises('AttributeError') },
  {
    name: 'all objects by a gc that is made anew',
    code: `import sys, importlib
del sys.modules['gc']
return importlib.import_module('gc').get_referrers`,
    gives: MISSING,
  },
  {
    name: 'bridges by the frames above',
    code: `import sys
found, frame = [], sys._getframe()
while frame:
    found += [k for k in {**frame.f_globals, **frame.f_locals} if 'pyodide' in k or k == 'js']
    frame = frame.f_back
return found`,
    gives: [],
  },
  {
    name: 'bridges by a pickle',
    code: `import pickle
return pickle.loads(b'cjs\\nprocess\\n.')`,
    gives: MISSING,
  },
  {
    name: 'a library of machine code',
    code: `open('/evil.so', 'wb').write(b'\\0asm\\1\\0\\0\\0')
import importlib.machinery as m, importlib.util as u
return u.module_from_spec(m.ModuleSpec('evil', m.ExtensionFileLoader('evil', '/evil.so'), origin='/evil.so'))`,
    gives: raises('ImportError'),
  },
  {
    name: 'files of the host',
    code: `return open('/etc/passwd').read()`,
    gives: raises('FileNotFoundError'),
  },
  {
    name: 'folders of the host by parent folders',
    code: `import os\nreturn [os.path.exists(p) for p in ('/../../etc', '/proc/1', '/proc/self/environ', '/work', '/usr', '/root', '/sys')]`,
    gives: [false, false, false, false, false, false, false],
  },
  {
    name: 'a device of its own',
    code: `import os, stat\nos.mknod('/x', 0o600 | stat.S_IFCHR, os.makedev(1, 1))`,
    gives: raises('AttributeError'),
  },
  {
    name: 'a socket',
    code: `import socket\nsocket.create_connection(('127.0.0.1', PORT), 1)`,
    gives: raises('gaierror'),
  },
  {
    name: 'a raw socket',
    code: `import _socket\n_socket.socket(2, 1, 0).connect(('127.0.0.1', PORT))`,
    gives: raises('PermissionError'),
  },
  {
    name: 'a name of the network',
    code: `import socket\nsocket.getaddrinfo('localhost', 80)`,
    gives: raises('gaierror'),
  },
  {
    name: 'a page',
    code: `import urllib.request\nurllib.request.urlopen('http://127.0.0.1:PORT/')`,
    gives: raises('URLError'),
  },
  {
    name: 'a connection of asyncio',
    code: `import asyncio\nasync def go(): await asyncio.open_connection('127.0.0.1', PORT)\nasyncio.run(go())`,
    gives: raises('PermissionError'),
  },
  { name: 'a process', code: `import subprocess\nsubprocess.run(['true'])`, gives: raises('OSError') },
  { name: 'a shell', code: `import os\nreturn os.system('true') == 0`, gives: false },
  { name: 'a fork', code: `import os\nos.fork()`, gives: raises('OSError') },
  {
    name: 'a thread',
    code: `import threading\nthreading.Thread(target=print).start()`,
    gives: raises('RuntimeError'),
  },
  {
    name: 'a pool of threads',
    code: `from concurrent.futures import ThreadPoolExecutor\nThreadPoolExecutor().submit(print).result()`,
    gives: raises('RuntimeError'),
  },
  {
    name: 'an alarm',
    code: `import signal\nsignal.setitimer(signal.ITIMER_REAL, 0.1)`,
    gives: raises('AttributeError'),
  },
  {
    name: 'killing the process',
    code: `import os, signal\nos.kill(1, signal.SIGKILL)`,
    gives: raises('PermissionError'),
  },
  {
    name: 'the environment',
    code: `import os\nreturn [dict(os.environ), os.path.expanduser('~')]`,
    gives: [{}, '~'],
  },
  {
    name: 'the clock',
    code: `import time, datetime, os
open('/x', 'w').close()
return [time.time(), time.time_ns() // 10**9, datetime.datetime.now().year, time.perf_counter() == time.perf_counter(), os.stat('/x').st_mtime, time.localtime().tm_hour]`,
    gives: [1767225600, 1767225600, 2026, true, 1767225600, 0],
  },
  {
    name: 'chance that is not seeded',
    code: `import os, random, uuid, secrets
return [os.urandom(2).hex(), random.randrange(1000), str(uuid.uuid4())[:4], secrets.randbelow(1000), hash('a') % 1000]`,
    gives: 'the same',
  },
  {
    name: 'its own source text',
    code: `import inspect\nreturn inspect.getsource(attempt)`,
    gives: raises('OSError'),
  },
  {
    name: 'its own file',
    code: `return open(attempt.__code__.co_filename).read()`,
    gives: raises('FileNotFoundError'),
  },
  {
    name: 'the files of the tools',
    code: `import os\nreturn [os.path.exists('/guest'), sorted(os.listdir('/'))]`,
    gives: [false, ['dev', 'home', 'lib', 'proc', 'tmp']],
  },
  { name: 'input', code: `return input()`, gives: raises('EOFError') },
]

/** Attempts to make an outcome other than what happened. */
const lying: readonly Attempt[] = [
  {
    name: 'patched builtins and json',
    code: `import builtins, json, json.decoder
json.JSONDecoder.decode = json.dumps = json.loads = lambda *a, **k: 'forged'
for name in ('isinstance', 'len', 'type', 'all', 'any', 'zip', 'str', 'dict', 'getattr'): setattr(builtins, name, lambda *a, **k: 'forged')
return [1, 'a', {'b': 2}]`,
    gives: [1, 'a', { b: 2 }],
  },
  {
    name: 'a class that says it is another',
    code: `class Forged(dict):
    __class__ = str
    def items(self): return [('forged', 1)]
    def __iter__(self): return iter(['forged'])
    def __str__(self): return 'forged'
return [Forged(real=1)]`,
    gives: [{ real: 1 }],
  },
  {
    name: 'values that answer for themselves',
    code: `class Text(str):
    def __str__(self): return 'forged'
    __repr__ = __format__ = __len__ = __str__
class Number(int):
    def __int__(self): return 9
    __index__ = __repr__ = __str__ = __int__
class List(list):
    def __iter__(self): return iter(['forged'])
class Real(float):
    def __float__(self): return 9.0
    __repr__ = __eq__ = __float__
return [Text('real'), Number(1), List([2]), Real(3.5)]`,
    gives: ['real', 1, [2], 3.5],
  },
  {
    name: 'members that raise or never end',
    code: `class Odd:
    def __init__(self): self.real = 1
    def __getattribute__(self, name):
        while True: pass
    def __eq__(self, other): raise KeyError
    __hash__ = None
return [Odd()]`,
    gives: [{ real: 1 }],
  },
  {
    name: 'an error with a name of its own choice',
    code: `class Quiet(Exception):
    __name__ = 'forged'
    __class__ = KeyError
    def __str__(self): raise SystemExit
raise Quiet`,
    gives: raises('Quiet'),
  },
  {
    name: 'a value in the clothes of a special one',
    code: `return {'$undefined': True}`,
    gives: { $object: { $undefined: true } },
  },
  {
    name: 'entries of a log that are changed',
    code: `log.info('real', {'n': [1]}); log.entries.clear(); log.entries[0]['fields']['n'].append('forged')\nreturn log.entries`,
    gives: [{ level: 'info', message: 'real', fields: { n: [1] } }],
  },
]

/** Attempts to take more than is given. */
// Where there is not even room for an error, the run ends: its outcome is that of what never came back.
const hoarding: readonly Attempt[] = [
  { name: 'a loop', code: `while True: pass`, gives: HANGS },
  {
    name: 'a loop that catches its end',
    code: `while True:
    try:
        while True: pass
    except BaseException: pass
    finally: continue`,
    gives: HANGS,
  },
  {
    name: 'a loop with its own handler of signals',
    code: `import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True: pass`,
    gives: HANGS,
  },
  {
    name: 'a coroutine that never waits',
    code: `import asyncio\nasync def go():\n    while True: await asyncio.sleep(0)\nreturn go()`,
    gives: HANGS,
  },
  {
    name: 'callbacks without end',
    code: `import asyncio\nasync def go():\n    def again(): asyncio.get_running_loop().call_soon(again)\n    again(); await asyncio.Event().wait()\nreturn go()`,
    gives: HANGS,
  },
  {
    name: 'a regular expression that goes back',
    code: `import re\nreturn re.match('(a+)+$', 'a' * 40 + 'b')`,
    gives: HANGS,
  },
  {
    name: 'a __del__ that never ends',
    code: `class Odd:\n    def __del__(self):\n        while True: pass\nOdd()`,
    gives: HANGS,
  },
  {
    name: 'a sleep without end',
    code: `import time\ntime.sleep(1e8)\nreturn time.time()`,
    gives: 1867225600,
  },
  { name: 'lists', code: `kept = []\nwhile True: kept.append([7] * 100000)`, gives: raises('MemoryError') },
  { name: 'one huge list', code: `return len([0] * 2**30)`, gives: raises('MemoryError') },
  { name: 'texts', code: `text = 'ab'\nwhile True: text += text`, gives: HANGS },
  { name: 'a huge integer', code: `return 7 ** (10 ** 8)`, gives: HANGS },
  { name: 'a huge shift', code: `return 1 << (1 << 31)`, gives: raises('MemoryError') },
  { name: 'the digits of a huge integer', code: `return str(10 ** 5000)`, gives: raises('ValueError') },
  {
    name: 'deep recursion',
    code: `def down(n): return 1 + down(n + 1)\nreturn down(0)`,
    gives: raises('RecursionError'),
  },
  {
    name: 'deep recursion without a limit',
    code: `import sys\nsys.setrecursionlimit(10**8)\ndef down(n): return 1 + down(n + 1)\nreturn down(0)`,
    gives: HANGS,
  },
  {
    name: 'deep recursion through the language',
    code: `import sys\nsys.setrecursionlimit(10**8)\nclass Deep:\n    def __repr__(self): return repr([Deep()])\nreturn repr(Deep())`,
    gives: raises('RecursionError'),
  },
  {
    name: 'a deep value',
    code: `value = []\nfor _ in range(100000): value = [value]\nreturn value`,
    gives: HANGS,
  },
  { name: 'a huge text', code: `return 'x' * 10_000_000`, gives: { $opaque: 'too large' } },
  {
    name: 'a huge output',
    code: `for _ in range(30): print('x' * 1_000_000)\nreturn 'still here'`,
    gives: 'still here',
  },
  {
    name: 'a huge file',
    code: `with open('/big', 'wb') as file:\n    while True: file.write(b'x' * 1_000_000)`,
    gives: raises('OSError'),
  },
  {
    name: 'a file that says it is huge',
    code: `import os\nos.truncate(os.open('/big', os.O_RDWR | os.O_CREAT), 2**30)`,
    gives: raises('OSError'),
  },
  {
    name: 'many files',
    code: `n = 0\nwhile True:\n    n += 1\n    open(f'/f{n}', 'w').close()`,
    gives: HANGS,
  },
  { name: 'an end of the process', code: `import os\nos._exit(0)`, gives: HANGS },
  { name: 'an abort', code: `import os\nos.abort()`, gives: HANGS },
  {
    name: 'SQL without end',
    code: `return db.connection.execute('WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n').fetchall()`,
    gives: HANGS,
  },
]

/** Attempts through what the modules offer that a program may import. */
const throughModules: readonly Attempt[] = [
  {
    name: 'pickle: a command',
    code: `import pickle\nreturn pickle.loads(b"cposix\\nsystem\\n(S'true'\\ntR.")`,
    gives: -1,
  },
  {
    name: 'pickle: code that imports a bridge',
    code: `import pickle\nreturn pickle.loads(b"cbuiltins\\neval\\n(S'__import__(\\"ctypes\\")'\\ntR.")`,
    gives: MISSING,
  },
  {
    name: 'pickle: the end of the process',
    code: `import pickle\nreturn pickle.loads(b'cposix\\n_exit\\n(I0\\ntR.')`,
    gives: HANGS,
  },
  {
    name: 'pickle: a length that is not there',
    code: `import pickle\nreturn pickle.loads(b'\\x80\\x04\\x8e\\x00\\x00\\x00\\x40\\x00\\x00\\x00\\x00')`,
    gives: raises('MemoryError'),
  },
  {
    name: 'pickle: an object that is made of itself',
    code: `import pickle\nclass Odd:\n    def __reduce__(self): return (list, ([self],))\nreturn pickle.dumps(Odd())`,
    gives: raises('RecursionError'),
  },
  {
    name: 'os: programs',
    code: `import os
found = []
for start in (lambda: os.execv('/bin/true', ['true']), lambda: os.popen('true').read(), lambda: os.spawnv(os.P_WAIT, '/bin/true', ['true'])):
    try: found.append(str(start()))
    except OSError: found.append('refused')
return found`,
    gives: ['refused', 'refused', 'refused'],
  },
  {
    name: 'os: every descriptor',
    code: `import os
found = []
for descriptor in range(40):
    try: found.append([descriptor, os.read(descriptor, 10).decode()])
    except OSError: pass
return found`,
    gives: [[0, '']],
  },
  {
    name: 'os: a terminal',
    code: `import os\nreturn os.read(os.open('/dev/tty', os.O_RDWR), 10).decode()`,
    gives: '',
  },
  {
    name: 'os: a link to outside',
    code: `import os\nos.symlink('/../../etc/passwd', '/link')\nreturn open('/link').read()`,
    gives: raises('FileNotFoundError'),
  },
  {
    name: 'os: another library in place of the archive',
    code: `import os\nos.unlink('/lib/python314.zip')\nopen('/lib/python314.zip', 'w').write('forged')\nimport email.message`,
    gives: raises('EOFError'),
  },
  {
    name: 'os: closing and exchanging descriptors',
    code: `import os\nos.dup2(0, 1)\nos.closerange(0, 100)\nreturn 'still here'`,
    gives: 'still here',
  },
  {
    name: 'os.path and glob: what lies outside',
    code: `import glob, os\nreturn [os.path.realpath('/proc/self/cwd/../../..'), glob.glob('/../*/passwd'), sorted(glob.glob('/*'))]`,
    gives: ['/', [], ['/dev', '/home', '/lib', '/proc', '/tmp']],
  },
  {
    name: 'shutil: every folder',
    code: `import os, shutil\nfor folder in os.listdir('/'): shutil.rmtree('/' + folder, ignore_errors=True)\nreturn os.listdir('/')`,
    gives: ['proc'],
  },
  {
    name: 'shutil: files and programs of the host',
    code: `import shutil
found = [shutil.which('sh')]
try: shutil.copytree('/proc/self', '/copied')
except shutil.Error: found.append('refused')
try: shutil.copyfile('/etc/passwd', '/copied.txt')
except FileNotFoundError: found.append('refused')
return found`,
    gives: [null, 'refused', 'refused'],
  },
  {
    name: 'tempfile: folders above',
    code: `import tempfile\nreturn tempfile.mkdtemp(prefix='x', dir='/../../../tmp')[:6]`,
    gives: '/tmp/x',
  },
  {
    name: 'tempfile: without end',
    code: `import tempfile\nwith tempfile.SpooledTemporaryFile(max_size=1) as file:\n    while True: file.write(b'x' * 1_000_000)`,
    gives: raises('OSError'),
  },
  {
    name: 'zoneinfo: files of the host',
    code: `import zoneinfo
found = []
zoneinfo.reset_tzpath(to=['/etc', '/usr/share/zoneinfo'])
for key in ('localtime', '../../etc/passwd', 'posixrules'):
    try: found.append(str(zoneinfo.ZoneInfo(key)))
    except (ValueError, zoneinfo.ZoneInfoNotFoundError) as error: found.append(type(error).__name__)
return found`,
    gives: ['ZoneInfoNotFoundError', 'ValueError', 'ZoneInfoNotFoundError'],
  },
  {
    name: 'zoneinfo: a file that lies about its size',
    code: `import io, zoneinfo\nreturn zoneinfo.ZoneInfo.from_file(io.BytesIO(b'TZif2' + bytes(15) + b'\\xff' * 24))`,
    gives: raises('ValueError'),
  },
  {
    name: 'ast: code that is data',
    code: `import ast\nreturn ast.literal_eval("__import__('os').system('true')")`,
    gives: raises('ValueError'),
  },
  {
    name: 'ast: a tree that is too deep to compile',
    code: `import ast\ntree = ast.Constant(1)\nfor _ in range(100000): tree = ast.UnaryOp(ast.USub(), tree)\nreturn compile(ast.fix_missing_locations(ast.Expression(tree)), 'x', 'eval')`,
    gives: HANGS,
  },
  {
    name: 'array: more than there is',
    code: `import array\nkept = []\nwhile True: kept.append(array.array('q', bytes(8_000_000)))`,
    gives: raises('MemoryError'),
  },
  {
    name: 'traceback: the lines of the tools',
    code: `import traceback\nreturn [line for line in traceback.format_stack() if '\\n' in line.strip()]`,
    gives: [],
  },
  {
    name: 'queue: an entry that nobody puts',
    code: `import queue\nreturn queue.Queue().get()`,
    gives: HANGS,
  },
  {
    name: 'threading: a lock that nobody gives back',
    code: `import threading\nlock = threading.Lock()\nwith lock:\n    with lock: pass`,
    gives: HANGS,
  },
  {
    name: 'threading: waiting for a time',
    code: `import threading, time
lock, event = threading.Lock(), threading.Event()
with lock: return [lock.acquire(timeout=2), lock.acquire(blocking=False), event.wait(3), time.time()]`,
    gives: [false, false, false, 1767225605],
  },
  {
    name: 'sqlite3: a file of the host, and machine code',
    code: `import sqlite3
connection = sqlite3.connect(':memory:')
found = [hasattr(connection, 'enable_load_extension')]
try: connection.execute("ATTACH '/etc/passwd' AS host")
except sqlite3.OperationalError: found.append('refused')
return found`,
    gives: [false, 'refused'],
  },
  {
    name: 'asyncio: a process',
    code: `import asyncio\nasync def go(): return await asyncio.create_subprocess_exec('true')\nreturn go()`,
    gives: raises('NotImplementedError'),
  },
  {
    name: 'weakref and atexit: after the end',
    code: `import atexit, weakref\nclass Odd: pass\nkept = Odd()\nweakref.finalize(kept, open, '/left', 'w')\natexit.register(open, '/left', 'w')\nreturn 1`,
    gives: 1,
  },
]

const pool = openPython({ children: 'fresh', wall: 20_000 })
const fixtures = { log: { use: 'log' }, db: { use: 'sql', schema: '' } }
let floor = 0

const run = (
  code: string,
  calls: readonly unknown[] = [{ call: 'attempt', args: [{ $: 'log' }, { $: 'db' }] }],
) => {
  const body = (code || 'pass').replaceAll('PORT', String(port())).replaceAll('\n', '\n    ')
  const files = `import json, re\ndef attempt(log, db):\n    ${body}\ndef after():\n    import builtins, os, sys\n    return [hasattr(builtins, 'forged'), json.dumps({'a': len([1])}), re.sub('a', 'b', 'a'), sorted(os.listdir('/')), 'gc' in sys.modules]`
  return runPython(pool, { files, calls, fixtures })
}

beforeAll(async () => {
  await new Promise<void>((done) => listener.listen(0, '127.0.0.1', done))
  await run('return 1')
  floor = process.memoryUsage().rss
})
afterAll(async () => {
  await pool.close()
  listener.close()
})

test('every module that a program may import is there, and is the one of the library', async () => {
  const { outcomes } = await run(
    `import importlib, sys
return [name for name in ${JSON.stringify(pythonWorld.modules)} if importlib.import_module(name) is not sys.modules[name]]`,
  )
  expect(outcomes).toEqual([[]])
})

describe.each([
  ['reaching outside', reaching],
  ['lying about outcomes', lying],
  ['taking too much', hoarding],
  ['by way of modules', throughModules],
] as const)('%s', (_, group) => {
  test.each(group)('$name', async ({ code, gives }) => {
    const first = await run(code)

    expect(first.outcomes).toEqual([gives === 'the same' ? expect.anything() : gives])
    expect(await run(code)).toEqual(first)
    expect(process.memoryUsage().rss - floor).toBeLessThan(MAX_GROWTH)
    expect((await run('', [{ call: 'after' }])).outcomes).toEqual([
      [false, '{"a": 1}', 'b', ['dev', 'home', 'lib', 'proc', 'tmp'], true],
    ])
  })
})

test('nobody came to the listener', () => {
  expect(visits).toEqual([])
})
