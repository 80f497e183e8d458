import { plural } from '../../report/pretty.ts'
import type { CommandModule, CommonOptions } from '../command.ts'
import { ExitCode, type Host, UsageError } from '../host.ts'
import { ownName } from '../own-name.ts'
import { printJson } from '../print-diagnostics.ts'
import { SCHEMA_FILE, taskFrom, templates } from '../templates.ts'

const FIRST_TASK = 'tasks/team-notes.yaml'

const CONFIG = `# yaml-language-server: $schema=schemas/config.schema.json
# How grave each lint rule is in this corpus: off, info, warning or error.
lint: {}
`

const EDITOR = `{
  "yaml.schemas": {
    "./${SCHEMA_FILE}": ["tasks/**/*.yaml"],
    "./schemas/config.schema.json": ["reviewgym.config.yaml"]
  },
  "[yaml]": { "editor.tabSize": 2, "editor.formatOnSave": false }
}
`

const WORKFLOW = `name: tasks
on: [push, pull_request]
permissions: {}
jobs:
  tasks:
    runs-on: ubuntu-latest
    timeout-minutes: 60
    permissions:
      contents: read
      # For the upload of what \`lint\` found.
      security-events: write
    steps:
      - uses: actions/checkout@v6
        with: { persist-credentials: false }
      - uses: actions/setup-node@v6
        with: { node-version: 24 }
      - run: npm install --global reviewgym
      - run: reviewgym fmt --check
      - run: reviewgym lint --format sarif > lint.sarif
      - uses: github/codeql-action/upload-sarif@v4
        if: always()
        with: { sarif_file: lint.sarif }
      # Proves every task and lets cheaters play it: nothing is published that pays them.
      - run: reviewgym compile --output corpus.json
      # What each cheater earned, beside its bound.
      - run: reviewgym attack corpus.json
      - run: reviewgym export openenv corpus.json --output review_env
      - uses: actions/upload-artifact@v6
        with: { name: review_env, path: review_env }
  # A tag publishes what was checked: set the variable SPACE (owner/name) and the secret HF_TOKEN.
  publish:
    if: startsWith(github.ref, 'refs/tags/')
    needs: tasks
    runs-on: ubuntu-latest
    timeout-minutes: 30
    steps:
      - uses: actions/download-artifact@v7
        with: { name: review_env, path: review_env }
      - uses: actions/setup-python@v6
        with: { python-version: "3.12" }
      - run: pip install openenv
      - run: openenv push review_env --repo-id "$SPACE" --exclude push-exclude.txt
        env:
          SPACE: \${{ vars.SPACE }}
          HF_TOKEN: \${{ secrets.HF_TOKEN }}
`

const IGNORED = 'node_modules/\n.reviewgym/\nruns/\ncorpus.json\nlint.sarif\nreview_env/\n'

export const initCommand: CommandModule = {
  example: 'reviewgym init my-corpus',
  declare: (command) => command.argument('[dir]', 'the folder (default: this one)'),
  async run(host, [dir], options: CommonOptions) {
    const folder = String(dir ?? '.').replace(/\/+$/, '')
    const files = await corpusFiles(host)
    const state = await Promise.all(
      files.map(async (file) => ({ ...file, now: await textAt(folder, file, host) })),
    )
    const conflicts = state.filter(({ now, text }) => now !== null && now !== text)
    if (conflicts.length > 0)
      throw new UsageError(
        `Nothing was written: these are there and different\n${conflicts.map(({ path }) => `  ${path}`).join('\n')}`,
        'Move them away, or start in an empty folder',
      )
    const missing = state.filter(({ now }) => now === null)
    for (const { path, text } of missing) await host.writeFile(`${folder}/${path}`, text)
    const written = missing.map(({ path }) => path)
    if (options.json) printJson(host, 'init', { folder, written })
    else if (!options.quiet) host.print(describe(folder, written, ownName(host)))
    return ExitCode.ok
  },
}

interface CorpusFile {
  readonly path: string
  readonly text: string
}

async function corpusFiles(host: Host): Promise<readonly CorpusFile[]> {
  const { schemas } = await import('../../author/schemas.ts')
  const { schemaText } = await import('../../model/schemas.ts')
  const [template] = templates
  if (!template) throw new Error('There is no template')
  return [
    { path: 'reviewgym.config.yaml', text: CONFIG },
    { path: FIRST_TASK, text: await taskFrom(template, 'typescript', 'team-notes', FIRST_TASK, host) },
    ...['task', 'config'].flatMap((name) => {
      const shape = schemas[name]
      return shape ? { path: `schemas/${name}.schema.json`, text: schemaText(name, shape) } : []
    }),
    { path: '.vscode/settings.json', text: EDITOR },
    { path: '.vscode/extensions.json', text: '{\n  "recommendations": ["redhat.vscode-yaml"]\n}\n' },
    { path: '.github/workflows/tasks.yml', text: WORKFLOW },
    { path: '.gitignore', text: IGNORED },
  ]
}

/** What stands in the place of a file; null where there is nothing. */
async function textAt(folder: string, { path }: CorpusFile, host: Host): Promise<string | null> {
  const entry = await host.entryAt(`${folder}/${path}`)
  if (entry === 'nothing') return null
  return entry === 'folder' ? '' : new TextDecoder().decode(await host.readFile(`${folder}/${path}`))
}

function describe(folder: string, written: readonly string[], self: string): string {
  if (written.length === 0) return 'Everything is there already: nothing was written\n'
  const enter = folder === '.' ? '' : `  cd ${folder}\n`
  return `${written.join('\n')}\n\n${plural(written.length, 'file')} written. Try next:\n${enter}  ${self} compile\n`
}
