import type { Observation } from '../model/observation.ts'
import type { Mark } from './code-marks.ts'

/** What is to be marked in one file: the reviewer's own findings, and the rubric once it is told. */
export function marksOf({ findings, answer }: Observation, path: string): readonly Mark[] {
  const own = findings.map(({ index, file, range, title, status }): Mark & { readonly path: string } => ({
    path: file,
    lines: range as [number, number],
    about: 'finding',
    label: `Finding ${index + 1}: ${title}${status === null ? '' : ` (${status})`}`,
  }))
  const items = (answer?.items ?? []).map(({ id, file, lines, kind, why, claimed }): Mark => {
    const head = `${id} · ${kind} · ${claimed ? 'found' : 'missed'}`
    return {
      path: file,
      lines: lines as [number, number],
      about: 'item',
      label: head,
      note: { tone: claimed ? 'good' : 'bad', head, text: why },
    }
  })
  return [...own, ...items].filter((mark) => mark.path === path)
}
