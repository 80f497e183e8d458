import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

test('of package.json no more is built in than its version and the packages it needs', () => {
  const names = readdirSync('dist', { recursive: true }).map(String)
  const built = names
    .filter((name) => name.endsWith('.js'))
    .map((name) => readFileSync(join('dist', name), 'utf8'))
  const { version, description, scripts } = JSON.parse(readFileSync('package.json', 'utf8'))
  const holding = (text: string) => built.filter((one) => one.includes(text)).length
  expect(holding(`"${version}"`)).toBeGreaterThan(0)
  expect([description, scripts['soak:attack']].map(holding)).toEqual([0, 0])
})
