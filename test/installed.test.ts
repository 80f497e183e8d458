import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, test } from 'vitest'
import { temporaryFolder } from './support/folder.ts'

const fresh = pathToFileURL('scripts/fresh.mjs').href
const ajv = { version: '8.20.0', integrity: 'sha512-a' }
const forMac = { version: '2.3.3', integrity: 'sha512-b', optional: true, os: ['darwin'] }
const named = { '': { name: 'x' }, 'node_modules/ajv': ajv, 'node_modules/fsevents': forMac }

/** Whether `npm` is called for a lock file that names packages, where npm has noted those that it installed. */
function installs(noted: object | null): boolean {
  const folder = temporaryFolder()
  const write = (path: string, text: string) => writeFileSync(join(folder, path), text)
  mkdirSync(join(folder, 'node_modules'))
  write('package-lock.json', JSON.stringify({ packages: named }))
  if (noted) write('node_modules/.package-lock.json', JSON.stringify({ packages: noted }))
  write('npm', '#!/bin/sh\necho "npm $1"\n')
  chmodSync(join(folder, 'npm'), 0o755)
  const script = `import { ensureInstalled } from '${fresh}'; await ensureInstalled()`
  const { status, stdout } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: folder,
    env: { ...process.env, PATH: `${folder}:${process.env.PATH}` },
    encoding: 'utf8',
  })
  expect(status).toBe(0)
  return stdout === 'npm ci\n'
}

describe('before tests and builds', () => {
  test('what `npm ci` has installed by hand is not installed again, without what is for other machines', () => {
    expect(installs({ 'node_modules/ajv': ajv })).toBe(false)
    expect(installs({ 'node_modules/ajv': ajv, 'node_modules/fsevents': forMac })).toBe(false)
  })

  test.each([
    ['nothing is installed', null],
    ['a package is missing', {}],
    ['a package has another version', { 'node_modules/ajv': { ...ajv, version: '8.19.0' } }],
    ['a package is there that is not named', { 'node_modules/ajv': ajv, 'node_modules/hono': ajv }],
  ])('packages are installed where %s', (_, noted) => {
    expect(installs(noted)).toBe(true)
  })
})
