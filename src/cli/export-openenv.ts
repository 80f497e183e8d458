import { plural } from '../report/pretty.ts'
import type { Skeleton } from '../rollout/export/openenv/folder.ts'
import type { CommonOptions } from './command.ts'
import { ExitCode, type Host, UsageError } from './host.ts'
import { requireProof } from './open-bundle.ts'
import { readBundle } from './read-bundle.ts'

export interface OpenEnvOptions extends CommonOptions {
  readonly output?: string
  readonly name: string
  readonly unproved?: true
}

/** What of Pyodide runs programs. */
const PYODIDE = ['package.json', 'pyodide.asm.mjs', 'pyodide.asm.wasm', 'python_stdlib.zip']

/** Writes a bundle as a folder that is an OpenEnv environment: an image, a Space, a Python package. */
export async function exportOpenEnv(path: string, options: OpenEnvOptions, host: Host): Promise<ExitCode> {
  const { environmentName, folderTexts, needsPython } = await import('../rollout/export/openenv/folder.ts')
  const { name, output = name } = options
  if (!environmentName.test(name))
    throw new UsageError(
      `\`${name}\` names no environment`,
      'Write small letters, digits and `_`, with `_env` at the end: `review_env`',
    )
  const { opened, text } = await readBundle(path, host)
  requireProof(opened, options)
  const { warmBundle } = await import('../runtime/bundle/warm-bundle.ts')
  // A folder is written for others, whose server would end.
  await warmBundle(opened)
  await requireEmpty(output, host)
  const folder = new URL('./', host.sandboxFiles.worker)
  const copies = [...(await runtimeFiles(folder, host)), ...(needsPython(opened) ? pythonFiles(host) : [])]
  const texts = [...folderTexts(opened, name, await skeletonOf(folder, host)), ['bundle.json', text] as const]
  for (const [to, content] of texts) await host.writeFile(`${output}/${to}`, content)
  for (const [from, to] of copies) await host.copyFile(from, `${output}/runtime/${to}`)
  const files = texts.length + copies.length
  if (options.json)
    host.print(`${JSON.stringify({ format: 'reviewgym-export/1', path: output, files }, null, 2)}\n`)
  else if (!options.quiet) host.print(describe(output, files, name))
  return ExitCode.ok
}

async function requireEmpty(output: string, host: Host): Promise<void> {
  const entry = await host.entryAt(output)
  if (entry === 'nothing' || (entry === 'folder' && (await host.glob('**', output)).length === 0)) return
  throw new UsageError(
    `\`${output}\` is there already, and not empty`,
    'Remove it, or name another folder with `--output`',
  )
}

async function skeletonOf(folder: URL, host: Host): Promise<Skeleton> {
  const root = new URL('openenv/', folder)
  const paths = await host.glob('**', root.pathname)
  const files = [...paths].sort().map(async (path) => {
    return [path, new TextDecoder().decode(await host.readFile(new URL(path, root)))] as const
  })
  return new Map(await Promise.all(files))
}

type Copy = readonly [from: URL, to: string]

/** The server with all that it loads, as it was built, and the page for people. */
async function runtimeFiles(folder: URL, host: Host): Promise<readonly Copy[]> {
  const list: readonly string[] = JSON.parse(
    new TextDecoder().decode(await host.readFile(new URL('openenv.json', folder))),
  )
  const web = await host.glob('*', host.webFolder)
  return [...list, ...web.map((name) => `web/${name}`)].map((path) => [new URL(path, folder), path])
}

function pythonFiles(host: Host): readonly Copy[] {
  const { child, package: pyodide } = host.sandboxFiles.python()
  const parts = PYODIDE.map((name): Copy => [new URL(name, pyodide), `pyodide/${name}`])
  return [[child, 'python-child.cjs'], ...parts]
}

function describe(output: string, files: number, name: string): string {
  const image = name.replaceAll('_', '-')
  return `${output}: ${plural(files, 'file')}

Try next:
  openenv validate ${output}
  docker build -t ${image} ${output} && docker run --rm -p 8000:8000 ${image}
  pip install ${output}
  cd ${output} && openenv push --exclude push-exclude.txt
`
}
