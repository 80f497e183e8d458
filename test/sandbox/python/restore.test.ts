import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { buildSync } from 'esbuild'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../../support/folder.ts'
import { openPython, runPython } from '../../support/python.ts'

/** A child that ends where the memory of a run that is over is not in every byte what it was at first. */
function watchfulChild(): URL {
  const path = join(temporaryFolder(), 'child.cjs')
  buildSync({
    stdin: {
      contents: `import { StoredImage } from './image.ts'
import './main.ts'
const restore = StoredImage.prototype.copyMarked
StoredImage.prototype.copyMarked = function (memory) {
  restore.call(this, memory)
  const first = new Uint8Array(memory.length)
  this.copyInto(first)
  if (Buffer.compare(first, memory) !== 0) throw new Error('Something was left')
}`,
      resolveDir: resolve('src/runtime/sandbox/python/child'),
      loader: 'ts',
    },
    loader: { '.py': 'text' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    outfile: path,
  })
  return pathToFileURL(path)
}

/** The processes that this one has started, as Linux tells. */
function children(): readonly string[] {
  return readdirSync('/proc').filter((name) => {
    try {
      return readFileSync(`/proc/${name}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[1] === `${process.pid}`
    } catch {
      return false
    }
  })
}

/** What `attempt` does, which is called once. */
const attempts: Readonly<Record<string, string>> = {
  nothing: 'pass',
  'changes of the library': `import builtins, json, sys, re
builtins.len = json.loads = sys.stdout = None
sys.modules.clear(); re.compile('(a|b)*' * 50)`,
  'values of all kinds': `import array, decimal, fractions, struct
return [str(decimal.Decimal(2) ** 300)[:9], struct.pack('>dqfh', 1.5, 2, 2.5, 3).hex(), sum(array.array('d', [1.5] * 5000)), 7 ** 5000 % 1009]`,
  'chance and time': `import asyncio, os, random, time, uuid
async def wait(): await asyncio.gather(*(asyncio.sleep(n / 10) for n in range(9)))
asyncio.run(wait())
return [os.urandom(200_000)[-4:].hex(), random.random(), time.time(), time.get_clock_info('monotonic').resolution, str(uuid.uuid4())]`,
  'moved bytes': `import io
data = bytearray(range(256)) * 4000
data[100:200] = b'x' * 70000; data.reverse(); del data[5:900]
return len(io.BytesIO(bytes(data)).read()) + len(data * 3)`,
  'compressions and sums': `import bz2, hashlib, lzma, zlib
data = b'as it was ' * 20000
return [len(zlib.compress(data)), len(bz2.compress(data)), len(lzma.compress(data)), hashlib.sha256(data).hexdigest()[:8]]`,
  'a database': `import sqlite3
db = sqlite3.connect(':memory:')
db.execute('CREATE TABLE t (a, b)')
db.executemany('INSERT INTO t VALUES (?, ?)', [(n, str(n)) for n in range(2000)])
return db.execute('SELECT sum(a), max(b) FROM t').fetchone()`,
  'a long text': `# ${'long '.repeat(100_000)}`,
  files: `import os
os.mkdir('/home/left')
with open('/home/left/file', 'xb') as file: file.write(b'left' * 500_000)
with open('/home/left/file', 'rb') as file: return len(file.read())`,
  'all memory': `kept = []
while True: kept.append(bytearray(1_000_000))`,
  'deep calls': `def down(n): return down(n + 1)
down(0)`,
  'deep calls without a limit': `import sys
sys.setrecursionlimit(10**8)
def down(n): return 1 + down(n + 1)
return down(0)`,
  'no end': 'while True: pass',
  'an end in the middle of a match': `import re\nre.match('(a+)+$', 'a' * 40 + 'b')`,
  'an end of the process': 'import os\nos._exit(0)',
  'what is left half done': `global left
left = (n for n in range(9)); next(left)
class Odd:
    def __del__(self): raise KeyError
Odd(); raise ValueError(Odd())`,
}

test('every byte is put back, whatever was run', async () => {
  const pool = openPython({ child: watchfulChild(), kept: temporaryFolder(), children: 'fresh' })
  await runPython(pool, { files: '', calls: [] })
  const first = children()
  const seen = []
  for (const code of [...Object.values(attempts), ...Object.values(attempts)]) {
    const files = `def attempt():\n${code.replaceAll(/^/gm, '    ')}\n    pass`
    seen.push(await runPython(pool, { files, calls: [{ call: 'attempt' }] }))
  }
  await runPython(pool, { files: '', calls: [] })
  const half = seen.length / 2
  expect(seen.slice(half)).toEqual(seen.slice(0, half))
  expect(children()).toEqual(first)
  await pool.close()
})
