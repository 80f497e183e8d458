import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { execPath } from 'node:process'

/** Zero-based; characters are UTF-16 units. */
export interface LineAndCharacter {
  readonly line: number
  readonly character: number
}

/** What pyright says about one place. */
export interface PyrightFinding {
  /** The path under which the file was given. */
  readonly path: string
  readonly severity: string
  readonly rule: string | null
  /** The first line is what is wrong; those after it say why. */
  readonly message: string
  readonly start: LineAndCharacter
  readonly end: LineAndCharacter
}

const SETTINGS = 'pyrightconfig.json'
const MAX_OUTPUT = 256 * 1024 * 1024

/** Runs pyright in a process of its own, over these files in a folder that is gone afterwards. It needs no Python. */
export async function runPyright(
  files: ReadonlyMap<string, string>,
  settings: string,
): Promise<readonly PyrightFinding[]> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'reviewgym-pyright-')))
  try {
    const folders = new Set([...files.keys()].map((path) => dirname(join(folder, path))))
    await Promise.all([...folders].map((path) => mkdir(path, { recursive: true })))
    for (const [path, text] of [...files, [SETTINGS, settings] as const])
      await writeFile(join(folder, path), text)
    return readFindings(await answerFor(folder), basename(folder))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** An empty environment: no Python that happens to be installed is asked for its packages, and messages are in English. */
function answerFor(folder: string): Promise<string> {
  const program = createRequire(import.meta.url).resolve('pyright/index.js')
  const env = { PATH: '', HOME: folder, TMPDIR: folder, TEMP: folder, TMP: folder }
  return new Promise((answer, fail) => {
    const options = { cwd: folder, env, maxBuffer: MAX_OUTPUT }
    execFile(execPath, [program, '--outputjson', '-p', folder], options, (error, stdout, stderr) => {
      // It ends with 1 when it has found errors.
      if (error === null || error.code === 1) answer(stdout)
      else fail(new Error(`pyright failed: ${stderr.trim().split('\n')[0] || error.message}`))
    })
  })
}

interface Answer {
  readonly generalDiagnostics: readonly {
    readonly file: string
    readonly severity: string
    readonly rule?: string
    readonly message: string
    readonly range?: { readonly start: LineAndCharacter; readonly end: LineAndCharacter }
  }[]
}

function readFindings(answer: string, folder: string): readonly PyrightFinding[] {
  const { generalDiagnostics } = JSON.parse(answer) as Answer
  const top = { line: 0, character: 0 }
  return generalDiagnostics.map(({ file, severity, rule, message, range }) => {
    const path = file.replaceAll('\\', '/').split(`/${folder}/`).at(-1) ?? file
    return { path, severity, rule: rule ?? null, message, start: range?.start ?? top, end: range?.end ?? top }
  })
}
