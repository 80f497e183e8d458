/** A line of a comparison of two texts, with its number in the text that it is of. */
export interface DiffLine {
  readonly sort: 'same' | 'gone' | 'new'
  readonly number: number
  readonly text: string
}

/** Same lines that are shown around a change. */
const AROUND = 2

/** The changes from one text to another, each with a little of what is around it. */
export function lineDiff(before: string, after: string): readonly (readonly DiffLine[])[] {
  const all = wholeDiff(linesOf(before), linesOf(after))
  const isNear = (at: number) => all.slice(Math.max(0, at - AROUND), at + AROUND + 1).some(isChange)
  const hunks: DiffLine[][] = []
  for (const [at, line] of all.entries()) {
    if (!isNear(at)) continue
    if (at === 0 || !isNear(at - 1)) hunks.push([])
    hunks.at(-1)?.push(line)
  }
  return hunks
}

function isChange({ sort }: DiffLine): boolean {
  return sort !== 'same'
}

function linesOf(text: string): readonly string[] {
  return text.replace(/\n$/, '').split('\n')
}

/** By the longest common subsequence: what a review shows is short. */
function wholeDiff(before: readonly string[], after: readonly string[]): readonly DiffLine[] {
  const width = after.length + 1
  const common = new Uint32Array((before.length + 1) * width)
  const at = (one: number, other: number) => common[one * width + other] ?? 0
  for (let one = before.length - 1; one >= 0; one -= 1)
    for (let other = after.length - 1; other >= 0; other -= 1)
      common[one * width + other] =
        before[one] === after[other]
          ? at(one + 1, other + 1) + 1
          : Math.max(at(one + 1, other), at(one, other + 1))
  const lines: DiffLine[] = []
  let [one, other] = [0, 0]
  while (one < before.length || other < after.length) {
    const [old = '', young = ''] = [before[one], after[other]]
    if (one < before.length && other < after.length && old === young) {
      lines.push({ sort: 'same', number: other + 1, text: young })
      one += 1
      other += 1
    } else if (other === after.length || (one < before.length && at(one + 1, other) >= at(one, other + 1))) {
      lines.push({ sort: 'gone', number: one + 1, text: old })
      one += 1
    } else {
      lines.push({ sort: 'new', number: other + 1, text: young })
      other += 1
    }
  }
  return lines
}
