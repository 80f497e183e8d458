import { type Finding, severities } from '../../model/finding.ts'
import { kinds } from '../../model/kinds/kinds.ts'
import type { Row } from '../../runtime/bundle/opened.ts'

/** A finding about nothing that the row has, a decoy included, written in earnest. `draw` makes its choices. */
export function mistake({ files, rubric }: Row, draw: (label: string, count: number) => number): Finding {
  const reviewed = files.filter(({ role }) => role === 'review')
  const file = reviewed[draw('file', reviewed.length)]
  const absentFrom = (entries: readonly { readonly kinds: ReadonlySet<string> }[]) =>
    kinds.filter(({ id }) => entries.every((one) => !one.kinds.has(id)))
  const unheard = absentFrom([...rubric.items, ...rubric.decoys, ...rubric.accepted])
  const absent = unheard.length > 0 ? unheard : absentFrom(rubric.items)
  const kind = absent[draw('kind', absent.length)]
  const severity = severities[draw('severity', severities.length)]
  if (!file || !kind || !severity) throw new Error('A row with nothing under review')
  const line = 1 + draw('line', file.lineCount)
  return {
    file: file.path,
    range: [line, line],
    kind: kind.id,
    severity,
    title: 'A mistake of mine',
    message:
      'When this line runs with the values of the second request, the result of the first one is lost.',
  }
}
