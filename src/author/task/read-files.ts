import { type Diagnostic, diagnosticAt } from '../../core/diagnostic.ts'
import type { SnippetLanguage } from '../language/language.ts'
import { type EmbeddedText, embeddedText } from '../syntax/embedded.ts'
import { locateKey, nodeAt, type Path, type ScalarNode } from '../syntax/tree.ts'
import type { AuthoredCode, TaskFile } from './task.ts'
import type { TaskSource } from './validate.ts'

interface ReadFiles {
  readonly files: readonly TaskFile[]
  /** Modules of `code:` fixtures, beside the snippets in `fixtures/`. */
  readonly fixtureModules: readonly TaskFile[]
  readonly diagnostics: readonly Diagnostic[]
}

/** Reads the code of a task: literal blocks only, parsed, importing nothing but each other and the sandbox's modules. */
export function readFiles({ spec, root }: TaskSource, language: SnippetLanguage): ReadFiles {
  const diagnostics: Diagnostic[] = []

  const readCode = (path: string, codePath: Path): AuthoredCode => {
    const node = nodeAt(root, codePath) as ScalarNode
    if (node.style !== 'literal')
      diagnostics.push(
        diagnosticAt('check/snippet-needs-literal-block', node.span, 'Code must be a literal block', {
          hint: `Write \`${codePath.at(-1)}: |\` and indent the code below: no other form keeps its lines`,
        }),
      )
    const code = embeddedText(node)
    return { code, outline: language.outline(path, code.text) }
  }

  const files = spec.snippets.map(({ path, role = 'review', before }, index): TaskFile => {
    const at = (key: string): Path => ['snippets', index, key]
    return {
      path,
      role,
      ...readCode(path, at('code')),
      before: before === undefined ? 'same' : before === null ? 'absent' : readCode(path, at('before')),
      span: nodeAt(root, at('path')).span,
    }
  })
  const fixtureModules = Object.entries(spec.fixtures ?? {}).flatMap(([name, fixture]): TaskFile[] => {
    if (!('code' in fixture)) return []
    const at: Path = ['fixtures', name, 'code']
    const path = `fixtures/${name}${language.extension}`
    return [{ path, role: 'given', ...readCode(path, at), before: 'same', span: nodeAt(root, at).span }]
  })

  diagnostics.push(
    ...refusedPaths(files, language),
    ...repeatedPaths(files),
    ...withoutReview(files, locateKey(root, ['snippets'])),
  )
  if (diagnostics.length === 0)
    for (const program of programsOf([...files, ...fixtureModules]))
      diagnostics.push(
        ...program.flatMap((file) => [
          ...syntaxErrors(file),
          ...undefinedNames(file),
          ...unknownImports(file, program, language),
        ]),
      )
  return { files, fixtureModules, diagnostics }
}

/** A file in one of the two states that a change has. */
type CodeFile = AuthoredCode & Pick<TaskFile, 'path'>

/** The program after the change, and the one before it where that is another one. */
function programsOf(files: readonly TaskFile[]): readonly (readonly CodeFile[])[] {
  if (files.every(({ before }) => before === 'same')) return [files]
  const earlier = files.flatMap((file): readonly CodeFile[] => {
    if (file.before === 'same') return [file]
    return file.before === 'absent' ? [] : [{ path: file.path, ...file.before }]
  })
  return [files, earlier]
}

function refusedPaths(files: readonly TaskFile[], language: SnippetLanguage): readonly Diagnostic[] {
  return files.flatMap(({ path, span }) => {
    const refusal = language.refusePath(path)
    return refusal ? diagnosticAt('check/wrong-path', span, refusal.message, { hint: refusal.hint }) : []
  })
}

function repeatedPaths(files: readonly TaskFile[]): readonly Diagnostic[] {
  return files.flatMap(({ path, span }, index) => {
    const first = files.findIndex((file) => file.path === path)
    if (first === index) return []
    const notes = [{ message: 'First one here', span: files[first]?.span ?? null }]
    return diagnosticAt('check/duplicate-path', span, `Two snippets have the path \`${path}\``, {
      notes,
      hint: 'Rename one of them, or put their code together',
    })
  })
}

function withoutReview(files: readonly TaskFile[], span: TaskFile['span']): readonly Diagnostic[] {
  if (files.some(({ role }) => role === 'review')) return []
  return [
    diagnosticAt('check/nothing-under-review', span, 'Every snippet has `role: given`', {
      hint: 'At least one snippet must be under review',
    }),
  ]
}

/** Only the first: what a parser says after it is mostly an echo. */
function syntaxErrors({ code, outline }: AuthoredCode): readonly Diagnostic[] {
  return outline.faults
    .slice(0, 1)
    .map(({ start, end, message, hint }) =>
      diagnosticAt('check/syntax-error', spanIn(code, start, end), message, { hint }),
    )
}

function spanIn(code: EmbeddedText, start: number, end: number) {
  return code.spanAt(start, Math.max(end, start + 1))
}

function undefinedNames({ code, outline }: AuthoredCode): readonly Diagnostic[] {
  return outline.undefinedNames.map(({ name, meant, start, end }) =>
    diagnosticAt('check/unknown-reference', code.spanAt(start, end), `Nothing defines \`${name}\``, {
      hint: meant === null ? null : `Did you mean \`${meant}\`?`,
    }),
  )
}

function unknownImports(
  { path, code, outline }: CodeFile,
  all: readonly CodeFile[],
  language: SnippetLanguage,
): readonly Diagnostic[] {
  const paths = new Set(all.map((file) => file.path))
  return outline.imports
    .flatMap((imported) => language.importFaults(imported, path, paths))
    .map(({ start, end, message, hint }) =>
      diagnosticAt('check/unknown-import', code.spanAt(start, end), message, { hint }),
    )
}
