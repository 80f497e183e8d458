import type { Row, ServedFile } from '../bundle/opened.ts'
import { type FixtureSpec, fixturePath, type Linked, linkProgram, type Program } from '../sandbox/program.ts'
import { linkPython } from '../sandbox/python/program.ts'
import type { RunInput } from '../sandbox/run.ts'
import type { Sandbox } from '../sandbox/sandbox.ts'
import type { Stripped } from '../sandbox/strip-types.ts'
import { type Exported, publicOf, readable, readExports } from './exports.ts'
import { runResult, surrounded } from './programs.ts'

/** What judging by running needs to know of a language. */
interface VerifiedLanguage {
  /** A program of these files and the row’s fixtures; or the file that cannot be read, and why. */
  link(sandbox: Sandbox, row: Row, files: readonly ServedFile[]): Promise<Linked>
  /** A witness’s calls on a program, which must not turn texts into code that could tell programs apart by anything. */
  witnessed(program: Program, calls: readonly unknown[]): RunInput
  /** The program as all runs of a patch have it, so that none can be told from another. */
  readable(program: Program): Program
  /** The call whose outcome says what such a program exports. */
  readonly readExports: unknown
  /** The exports of the served files that a patch must keep. */
  publicOf(exports: readonly Exported[], files: readonly ServedFile[]): readonly Exported[]
}

const typescript: VerifiedLanguage = {
  async link(sandbox, row, files) {
    const fixtures = fixturesOf(row)
    const listed = listedFiles(files)
    const own = Object.entries(fixtures).flatMap(([name, { code }]) =>
      typeof code === 'string' ? { path: fixturePath(name), text: code } : [],
    )
    const texts = [...listed, ...own].map(({ text }) => text)
    const stripped = await sandbox.strip(texts)
    // A stripper that breaks at a text, twice, breaks at what the text is.
    if (stripped.status === 'failed' && stripped.reason !== 'start') return unreadable(listed[0]?.path ?? '')
    const byText = new Map(runResult(stripped).map((result, index) => [texts[index], result]))
    return linkProgram(listed, fixtures, (text) => byText.get(text) ?? missing(text))
  },
  witnessed: (program, calls) => ({ program: surrounded(program, sealed), calls }),
  readable,
  readExports,
  publicOf,
}

/** Functions do not make functions. */
const sealed = {
  'reviewgym/seal.js': `
for (const f of [function () {}, async function () {}, function* () {}, async function* () {}])
  delete Object.getPrototypeOf(f).constructor`,
}

const python: VerifiedLanguage = {
  link: async (_, row, files) => ({ ok: true, program: linkPython(listedFiles(files), fixturesOf(row)) }),
  witnessed: (program, calls) => ({ program, calls, reach: 'defined' }),
  readable: (program) => program,
  readExports: { exports: true },
  publicOf: (exports) => exports,
}

const languages: Readonly<Record<string, VerifiedLanguage>> = { typescript, python }

/** The languages in which what agents send is run: witnesses are proved, patches are judged. */
export const verifiedLanguages: ReadonlySet<string> = new Set(Object.keys(languages))

/** How programs of a row are judged. Throws where the row’s language is not verified. */
export function languageOf({ task }: Row): VerifiedLanguage {
  const language = languages[task.language]
  if (!language) throw new Error(`Nothing is run in ${task.language}`)
  return language
}

function fixturesOf({ task }: Row): Readonly<Record<string, FixtureSpec>> {
  return task.fixtures as Readonly<Record<string, FixtureSpec>>
}

function listedFiles(files: readonly ServedFile[]) {
  return files.map(({ path, role, code }) => ({ path, role, text: code }))
}

function missing(text: string): Stripped {
  throw new Error(`A text of ${text.length} characters was not stripped`)
}

function unreadable(path: string): Linked {
  return {
    ok: false,
    path,
    fault: { message: 'it is nested too deep, or too long, to be read', start: 0, end: 0 },
  }
}
