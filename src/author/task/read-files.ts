import { posix } from 'node:path'
import { type Diagnostic, diagnosticAt } from '../../core/diagnostic.ts'
import { closest } from '../../core/suggestion.ts'
import type { SnippetLanguage } from '../language/language.ts'
import { type EmbeddedText, embeddedText } from '../syntax/embedded.ts'
import { locateKey, nodeAt, type Path, type ScalarNode } from '../syntax/tree.ts'
import type { TaskFile } from './task.ts'
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

  const readFile = (
    path: string,
    role: TaskFile['role'],
    codePath: Path,
    pathSpan: TaskFile['span'],
  ): TaskFile => {
    const node = nodeAt(root, codePath) as ScalarNode
    if (node.style !== 'literal')
      diagnostics.push(
        diagnosticAt('check/snippet-needs-literal-block', node.span, 'Code must be a literal block', {
          hint: 'Write `code: |` and indent the code below: no other form keeps its lines',
        }),
      )
    const code = embeddedText(node)
    return { path, role, code, outline: language.outline(path, code.text), span: pathSpan }
  }

  const files = spec.snippets.map(({ path, role }, index) =>
    readFile(
      path,
      role ?? 'review',
      ['snippets', index, 'code'],
      nodeAt(root, ['snippets', index, 'path']).span,
    ),
  )
  const [extension = ''] = language.extensions
  const fixtureModules = Object.entries(spec.fixtures ?? {}).flatMap(([name, fixture]) => {
    if (!('code' in fixture)) return []
    const path: Path = ['fixtures', name, 'code']
    return readFile(`fixtures/${name}${extension}`, 'given', path, nodeAt(root, path).span)
  })

  diagnostics.push(...repeatedPaths(files), ...withoutReview(files, locateKey(root, ['snippets'])))
  const all = [...files, ...fixtureModules]
  if (diagnostics.length === 0)
    diagnostics.push(
      ...all.flatMap((file) => [...syntaxErrors(file), ...unknownImports(file, all, language)]),
    )
  return { files, fixtureModules, diagnostics }
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
function syntaxErrors({ code, outline }: TaskFile): readonly Diagnostic[] {
  return outline.faults
    .slice(0, 1)
    .map(({ start, end, message, hint }) =>
      diagnosticAt('check/syntax-error', spanIn(code, start, end), message, { hint }),
    )
}

function spanIn(code: EmbeddedText, start: number, end: number) {
  return code.spanAt(start, Math.max(end, start + 1))
}

function unknownImports(
  file: TaskFile,
  all: readonly TaskFile[],
  language: SnippetLanguage,
): readonly Diagnostic[] {
  const paths = new Set(all.map(({ path }) => path))
  return file.outline.imports.flatMap(({ specifier, start, end }) => {
    const span = file.code.spanAt(start, end)
    if (!specifier.startsWith('.'))
      return language.modules.includes(specifier)
        ? []
        : diagnosticAt('check/unknown-import', span, `The sandbox has no module \`${specifier}\``, {
            hint: moduleHint(specifier, language),
          })
    const target = posix.join(posix.dirname(file.path), specifier)
    const isKnown = ['', ...language.extensions].some((extension) => paths.has(target + extension))
    return isKnown
      ? []
      : diagnosticAt('check/unknown-import', span, `The task has no snippet \`${target}\``, {
          hint: snippetHint(file, specifier, paths, language),
        })
  })
}

function snippetHint(
  { path }: TaskFile,
  specifier: string,
  paths: ReadonlySet<string>,
  { extensions }: SnippetLanguage,
): string {
  const reachable = [...paths].map((target) => {
    const relative = posix.relative(posix.dirname(path), target)
    const bare = relative.slice(0, relative.length - posix.extname(relative).length)
    const name = extensions.includes(posix.extname(relative)) ? bare : relative
    return name.startsWith('.') ? name : `./${name}`
  })
  const guess = closest(specifier.replace(/\.[cm]?[jt]sx?$/, ''), reachable)
  return guess === null
    ? 'A task sees its own snippets only: add one with `role: given`'
    : `Did you mean \`${guess}\`?`
}

function moduleHint(specifier: string, { modules }: SnippetLanguage): string {
  const guess = closest(specifier, modules) ?? closest(`node:${specifier}`, modules)
  return guess === null
    ? 'Put what you need of it into a snippet with `role: given`'
    : `Did you mean \`${guess}\`?`
}
