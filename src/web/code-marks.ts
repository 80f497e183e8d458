import { RangeSetBuilder, StateEffect, StateField, type Text } from '@codemirror/state'
import { Decoration, type DecorationSet, EditorView, WidgetType } from '@codemirror/view'

/** Lines that are marked in the code, and why. */
export interface Mark {
  readonly path: string
  readonly lines: readonly [number, number]
  /** Whose they are: a finding of the reviewer, an item of the rubric, a decoy, or the finding that is being written. */
  readonly about: 'finding' | 'item' | 'decoy' | 'draft'
  readonly label: string
  /** What is written below the last line; left out where the label is enough. */
  readonly note?: Note
}

/** A remark below a line of code. */
export interface Note {
  readonly tone: 'good' | 'fair' | 'bad'
  readonly head: string
  readonly text: string
}

const setMarks = StateEffect.define<readonly Mark[]>()

/** The marked lines of one document. */
export const markedLines = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marked, { effects, changes, newDoc }) {
    for (const effect of effects) if (effect.is(setMarks)) return decorate(newDoc, effect.value)
    return marked.map(changes)
  },
  provide: (field) => EditorView.decorations.from(field),
})

/** Shows these marks and no others; all are of the file that the view shows. */
export function showMarks(view: EditorView, marks: readonly Mark[]): void {
  view.dispatch({ effects: setMarks.of(marks) })
}

function decorate(text: Text, marks: readonly Mark[]): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>()
  for (let number = 1; number <= text.lines; number += 1) {
    const here = marks.filter(({ lines: [first, last] }) => first <= number && number <= last)
    if (here.length === 0) continue
    const classes = [...new Set(here.map(({ about }) => `mark-${about}`))].join(' ')
    const title = here.map(({ label }) => label).join('\n')
    const { from, to } = text.line(number)
    builder.add(from, from, Decoration.line({ class: classes, attributes: { title } }))
    for (const { lines, note } of here)
      if (note && (lines[1] === number || number === text.lines))
        builder.add(to, to, Decoration.widget({ widget: new NoteWidget(note), block: true, side: 1 }))
  }
  return builder.finish()
}

class NoteWidget extends WidgetType {
  readonly note: Note

  constructor(note: Note) {
    super()
    this.note = note
  }

  override eq({ note: { tone, head, text } }: NoteWidget): boolean {
    return tone === this.note.tone && head === this.note.head && text === this.note.text
  }

  override toDOM(): HTMLElement {
    const { tone, head, text } = this.note
    // Only what lies within an element counts for the editor, margins do not: hence a box in a place.
    const [place, box] = [document.createElement('div'), document.createElement('div')]
    const title = document.createElement('strong')
    place.className = 'note-place'
    box.className = `note ${tone}`
    title.textContent = head
    box.append(title, ` ${text}`)
    place.append(box)
    return place
  }
}
