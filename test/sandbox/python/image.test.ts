import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { openImage } from '../../../src/runtime/sandbox/python/image.ts'
import { linkPython } from '../../../src/runtime/sandbox/python/program.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { openPython, pythonFiles } from '../../support/python.ts'

/** A child whose image is quickly made. */
function quickFiles() {
  const folder = temporaryFolder()
  const child = join(folder, 'child.cjs')
  writeFileSync(child, "require('node:fs').writeSync(3, 'an image', 64)")
  return { ...pythonFiles, child: pathToFileURL(child), kept: join(folder, 'kept') }
}

/** Which file an image is opened from. */
async function opened(files: ReturnType<typeof quickFiles>): Promise<number> {
  const image = await openImage(files)
  await image.isWhole
  const { ino } = statSync(`/proc/self/fd/${image.descriptor}`)
  await image.close()
  return ino
}

function keptFile({ kept }: { readonly kept: string }): string {
  const [name = '', ...others] = readdirSync(kept)
  expect(others).toEqual([])
  return join(kept, name)
}

test('an image is kept for this user alone, and used again', async () => {
  const files = quickFiles()
  const first = await opened(files)
  const path = keptFile(files)
  expect([statSync(files.kept).mode & 0o777, statSync(path).mode & 0o777]).toEqual([0o700, 0o600])
  expect(statSync(path).ino).toBe(first)
  expect(await opened(files)).toBe(first)
})

const meddlings: readonly (readonly [string, (path: string) => void])[] = [
  ['was added to', (path) => appendFileSync(path, '!')],
  ['was cut short', (path) => truncateSync(path, 70)],
  ['is empty', (path) => truncateSync(path, 0)],
  [
    'was changed',
    (path) => writeFileSync(path, readFileSync(path, 'latin1').replace('an image', 'no image'), 'latin1'),
  ],
  ['others may write', (path) => chmodSync(path, 0o666)],
  [
    'is a link',
    (path) => {
      renameSync(path, `${path}.away`)
      symlinkSync(`${path}.away`, path)
    },
  ],
]

test.each(meddlings)('a kept image that %s is made anew', async (_, meddle) => {
  const files = quickFiles()
  const first = await opened(files)
  const path = keptFile(files)
  meddle(path)
  expect(await opened(files)).not.toBe(first)
  expect(readFileSync(path, 'latin1').slice(64)).toBe('an image')
})

test('in a folder that others may write nothing is kept, and nothing looked for', async () => {
  const files = quickFiles()
  await opened(files)
  chmodSync(files.kept, 0o777)
  const path = keptFile(files)
  expect(await opened(files)).not.toBe(statSync(path).ino)
})

test('where there is no place, an image is made all the same', async () => {
  const files = quickFiles()
  writeFileSync(files.kept, 'a file')
  expect(await opened(files)).toBeGreaterThan(0)
  mkdirSync(`${files.kept}-other`)
  expect(await opened({ ...files, kept: join(files.kept, 'below') })).toBeGreaterThan(0)
})

test('several who make it at once leave one, and it is whole', async () => {
  const files = quickFiles()
  await Promise.all(Array.from({ length: 4 }, () => opened(files)))
  expect(await opened(files)).toBe(statSync(keptFile(files)).ino)
})

test('another child has another image', async () => {
  const files = quickFiles()
  await opened(files)
  appendFileSync(files.child, '\n')
  await opened(files)
  expect(readdirSync(files.kept)).toHaveLength(2)
})

test('a run from a new image and one from a kept image are the same', async () => {
  const kept = join(temporaryFolder(), 'kept')
  const text = 'def work(n): return sorted(hash(str(i)) for i in range(n))[:3]'
  const program = linkPython([{ path: 'src/main.py', role: 'review', text }], {})
  const results = []
  for (const folder of [kept, kept]) {
    const pool = openPython({ kept: folder })
    results.push(await pool.run({ program, calls: [{ call: 'work', args: [1000] }] }))
    await pool.close()
  }
  expect(results[0]).toMatchObject({ status: 'ran', result: { end: 'done' } })
  expect(results[1]).toEqual(results[0])
})
