import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ensurePython } from '../../scripts/python.mjs'
import { temporaryFolder } from '../support/folder.ts'
import { runIn } from '../support/in-folder.ts'

const python = await ensurePython('test/python/workflows-requirements.txt')
if ('missing' in python && process.env.CI) throw new Error(python.missing)

/** Actions are named by their version, which their owners move when something is mended, and so is this package. */
const AUDIT = `rules:
  unpinned-uses: { config: { policies: { "*": ref-pin } } }
  adhoc-packages: { disable: true }
`

/** What GitHub's schema for workflows has against a text. */
function complaint(text: string): string {
  const path = placed(text)
  return run('check-jsonschema', '--builtin-schema', 'vendor.github-workflows', path).replaceAll(path, '')
}

/** The rules of safety that a workflow breaks. */
function unsafe(text: string): readonly string[] {
  const path = placed(text)
  const config = join(dirname(path), 'audit.yml')
  writeFileSync(config, AUDIT)
  const settings = ['--config', config, '--format', 'json']
  const found: readonly { readonly ident: string }[] = JSON.parse(
    run('zizmor', '--offline', '--no-progress', ...settings, path),
  )
  return found.map(({ ident }) => ident)
}

function placed(text: string): string {
  const path = join(temporaryFolder(), 'workflow.yml')
  writeFileSync(path, text)
  return path
}

function run(program: string, ...args: string[]): string {
  const bin = 'path' in python ? dirname(python.path) : ''
  const { stdout, error } = spawnSync(join(bin, program), args, { encoding: 'utf8' })
  if (error) throw error
  return stdout
}

async function workflowOfInit(): Promise<string> {
  const folder = temporaryFolder()
  expect(await runIn(folder, ['init'])).toMatchObject({ code: 0 })
  return readFileSync(join(folder, '.github/workflows/tasks.yml'), 'utf8')
}

const CLEAN = 'ok -- validation done\n'

describe.skipIf('missing' in python)(
  'GitHub takes a workflow, and it gives nobody rights that are not needed',
  () => {
    test('the one that init writes', async () => {
      const text = await workflowOfInit()
      expect([complaint(text), unsafe(text)]).toEqual([CLEAN, []])
      expect(complaint(text.replace('runs-on', 'run-on'))).toMatch(/'runs-on' is a required property/)
      expect(unsafe(text.replace('permissions: {}\n', ''))).toContain('excessive-permissions')
    })

    test('the one that releases this package', () => {
      const text = readFileSync('.github/workflows/release.yml', 'utf8')
      expect([complaint(text), unsafe(text)]).toEqual([CLEAN, []])
      expect(unsafe(text.replace('persist-credentials: false', 'clean: true'))).toEqual(['artipacked'])
    })
  },
)
