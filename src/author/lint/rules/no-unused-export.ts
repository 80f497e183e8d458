import type { Call } from '../../../model/call.ts'
import type { Task, TaskFile } from '../../task/task.ts'
import type { LintRule } from '../rule.ts'

/** What nothing uses is read for nothing, or is a trace of a program that was cut down. */
export const noUnusedExport: LintRule = {
  name: 'no-unused-export',
  severity: 'warning',
  summary: 'A file, a test or a witness uses each name that a snippet exports.',
  *check(task) {
    const called = calledNames(task)
    const replacements = task.items.flatMap(({ edits }) => edits.map(({ replacement }) => replacement.text))
    const all = [...task.files, ...task.fixtureModules]
    for (const file of task.files)
      for (const name of file.outline.exports) {
        // Where it stands takes longest to find.
        if (
          called.has(name) ||
          all.some((other) => other !== file && other.outline.identifiers.includes(name))
        )
          continue
        const places = placesOf(file, name)
        const [start] = places
        if (start === undefined) continue
        const isUsed =
          isReviewed(task, file, start) ||
          places.length > 1 ||
          replacements.some((text) => wordOf(name).test(text))
        if (isUsed) continue
        yield {
          span: file.code.spanAt(start, start + name.length),
          message: `Nothing uses \`${name}\``,
          hint: 'Call it in a test, or remove it',
        }
      }
  },
}

/** What an item or a decoy is in, reviewers have a use for. */
function isReviewed({ items, decoys, accepted }: Task, { path, outline }: TaskFile, start: number): boolean {
  const scope = outline.functionScope({ start, end: start })
  const places = [...items.map(({ anchor }) => anchor), ...[...decoys, ...accepted].map(({ place }) => place)]
  return places.some((place) => place.path === path && scope.start <= place.start && place.end <= scope.end)
}

function calledNames({ spec }: Task): ReadonlySet<string> {
  const calls: readonly Call[] = [
    ...spec.tests.flatMap((test) => test.calls),
    ...spec.rubric.flatMap(({ witness }) => witness?.cases.flatMap((one) => one.calls) ?? []),
  ]
  return new Set(calls.flatMap((call) => targetOf(call).split(/[#.]/)))
}

function targetOf(call: Call): string {
  if ('call' in call) return call.call
  if ('new' in call) return call.new
  return 'start' in call ? call.start : ''
}

/** Where a name stands in a file, comments apart. */
function placesOf({ code, outline }: TaskFile, name: string): readonly number[] {
  const inComment = (at: number) => outline.comments.some(({ start, end }) => start <= at && at < end)
  return [...code.text.matchAll(wordOf(name, 'g'))]
    .map(({ index }) => index)
    .filter((index) => !inComment(index))
}

function wordOf(name: string, flags = ''): RegExp {
  return new RegExp(`(?<![\\w$])${name.replace(/\$/g, '\\$&')}(?![\\w$])`, flags)
}
