import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { rules } from '../src/author/lint/rules.ts'
import { temporaryFolder } from './support/folder.ts'
import { runIn } from './support/in-folder.ts'
import { weakTask, weakTasks } from './support/weak-tasks.ts'

interface Told {
  readonly code: string
  readonly message: string
  readonly path: string
  readonly range: { readonly start: { readonly line: number } }
  readonly hint: string
}

test('a weak task of each sort is not compiled: the gate names cheater, figure and the line of the YAML that paid', async () => {
  const folder = temporaryFolder()
  mkdirSync(join(folder, 'tasks'))
  // An author who has silenced every rule; no rule is needed for the gate to see what pays.
  const silenced = rules.map(({ name }) => `  ${name}: off\n`).join('')
  writeFileSync(join(folder, 'reviewgym.config.yaml'), `lint:\n${silenced}`)
  const texts = new Map<string, string>()
  for (const [id, weak] of Object.entries(weakTasks)) texts.set(`tasks/${id}.yaml`, weakTask(id, weak))
  for (const [path, text] of texts) writeFileSync(join(folder, path), text)
  const { code, stdout } = await runIn(folder, ['compile', '--json', '-o', 'corpus.json'])
  expect(code).toBe(1)
  expect(readdirSync(folder)).not.toContain('corpus.json')
  const told: readonly Told[] = JSON.parse(stdout).diagnostics
  const others = told.filter((one) => one.code !== 'prove/attack')
  expect(others.map((one) => `${one.path} ${one.code} ${one.message}`)).toEqual([])
  for (const [id, { cheater, earns, line, hint }] of Object.entries(weakTasks)) {
    const own = told.find(
      ({ path, message }) => path === `tasks/${id}.yaml` && message.includes(`\`${cheater}\``),
    )
    const [, mean, bound] =
      / earns (-?[\d.]+) ± .* at most (-?[\d.]+) is allowed(?:: `[a-z\d-]+` .*)?$/.exec(own?.message ?? '') ??
      []
    const shown = texts.get(`tasks/${id}.yaml`)?.split('\n')[(own?.range.start.line ?? 0) - 1]?.trim()
    expect({ id, bound: Number(bound), shown, hint: own?.hint }).toEqual({
      id,
      bound: earns[1],
      shown: expect.stringContaining(line),
      hint: expect.stringContaining(hint),
    })
    expect(Number(mean)).toBeGreaterThan(earns[0])
  }
})
