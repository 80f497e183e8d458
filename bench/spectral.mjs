// Spectral with the schema of tasks and a rule as ours are: what other linters of YAML need for the same files.
import { spawnSync } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'

/** Spectral is no dependency: it is installed into a folder that is deleted afterwards. */
const PACKAGE = '@stoplight/spectral-cli@6.16.3'

/** Installs Spectral and writes its rules; gives the command line that lints the tasks of a working folder. */
export async function prepareSpectral(folder) {
  const { status, stderr } = spawnSync(
    'npm',
    ['install', '--prefix', folder, '--no-audit', '--no-fund', '--ignore-scripts', PACKAGE],
    { encoding: 'utf8' },
  )
  if (status !== 0) throw new Error(`Spectral could not be installed: ${stderr}`)
  const ruleset = `${folder}/ruleset.json`
  const schema = JSON.parse(await readFile(new URL('../schemas/task.schema.json', import.meta.url), 'utf8'))
  await writeFile(ruleset, JSON.stringify(rulesWith(schema)))
  const program = `${folder}/node_modules/@stoplight/spectral-cli/dist/index.js`
  return [program, 'lint', 'tasks/*.yaml', '--ruleset', ruleset, '--quiet', '--fail-severity', 'error']
}

/** The shape of a task, and our rule `no-line-number`. */
function rulesWith(schema) {
  const texts = [
    'title',
    'context',
    'hints[*]',
    'rubric[*].why',
    'rubric[*].accepts[*]',
    'rubric[*].rejects[*]',
  ]
  return {
    rules: {
      'task-shape': rule(['$'], 'schema', { schema, dialect: 'draft2020-12', allErrors: true }),
      'no-line-number': rule(
        texts.map((path) => `$.${path}`),
        'pattern',
        { notMatch: '/\\blines? \\d+\\b/i' },
      ),
    },
  }
}

function rule(given, name, functionOptions) {
  // biome-ignore lint/suspicious/noThenProperty: that is what Spectral calls it
  return { given, severity: 'error', then: { function: name, functionOptions } }
}
