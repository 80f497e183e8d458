import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { ensurePython } from '../../scripts/python.mjs'
import { compiledPair } from '../support/corpus.ts'
import { temporaryFolder } from '../support/folder.ts'
import { runIn } from '../support/in-folder.ts'

const python = await ensurePython('test/python/lock-requirements.txt')
if ('missing' in python && process.env.CI) throw new Error(python.missing)

test.skipIf('missing' in python)(
  'uv takes the lock of a release for that of an export as it is, whatever the package is called',
  async () => {
    if ('missing' in python) return
    const folder = temporaryFolder()
    const made = spawnSync(process.execPath, ['scripts/lock-python.mjs', folder], { encoding: 'utf8' })
    expect({ status: made.status, stderr: made.stderr }).toEqual({ status: 0, stderr: '' })
    const lock = readFileSync(join(folder, 'uv.lock'), 'utf8')
    expect(new Set(lock.match(/registry = "[^"]*"/g)).size).toBe(1)
    const files = lock.match(/\burl = "https:[^}]*/g) ?? []
    expect(files.length).toBeGreaterThan(500)
    for (const file of files) expect(file).toMatch(/hash = "sha256:[0-9a-f]{64}"/)

    writeFileSync(join(folder, 'pair.json'), (await compiledPair()).text)
    const uv = join(dirname(python.path), 'uv')
    // With nothing kept and no network, uv has the lock alone to go by.
    const check = (project: string) =>
      spawnSync(uv, ['lock', '--check', '--offline', '--no-cache', '--no-config', '--python', python.path], {
        cwd: project,
        encoding: 'utf8',
      })
    for (const name of ['review_env', 'a2_z_env']) {
      const line = ['export', 'openenv', 'pair.json', '-o', name, '--name', name, '--unproved']
      expect(await runIn(folder, line)).toMatchObject({ code: 0, stderr: '' })
      const project = readFileSync(join(folder, name, 'pyproject.toml'), 'utf8')
      const said = (key: string) => new RegExp(`^${key} = "(.*)"$`, 'm').exec(project)?.[1] ?? ''
      const words: Readonly<Record<string, string>> = { distribution: said('name'), version: said('version') }
      writeFileSync(
        join(folder, name, 'uv.lock'),
        lock.replace(/\{\{(\w+)\}\}/g, (_, word) => words[word] ?? ''),
      )
      const { status, stderr } = check(join(folder, name))
      expect({ status, stderr }).toEqual({
        status: 0,
        stderr: expect.stringMatching(/Resolved \d{2,3} packages/),
      })
    }
    const project = join(folder, 'review_env/pyproject.toml')
    writeFileSync(project, readFileSync(project, 'utf8').replace('openenv>=', 'openenv>=99.'))
    expect(check(dirname(project)).status).not.toBe(0)
  },
)
