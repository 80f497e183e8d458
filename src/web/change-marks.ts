import { unifiedMergeView } from '@codemirror/merge'
import type { Extension } from '@codemirror/state'
import { EditorView } from '@codemirror/view'

/** What reorders or hides text where it is not shown as a sign of its own. */
const HIDDEN = /[\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g

/** Shows in one text what a change brought, and above it what it took out. Lines keep their numbers, and can be selected. */
export function changeMarks(before: string, after: string): Extension {
  return [
    unifiedMergeView({
      original: withHiddenShown(before, after),
      mergeControls: false,
      // What reading costs on texts that have nothing in common.
      diffConfig: { scanLimit: 500, timeout: 500 },
    }),
    theme,
  ]
}

/** Lines that were taken out are no lines of the editor, which shows what hides in its own. */
function withHiddenShown(before: string, after: string): string {
  const kept = new Set(after.split('\n'))
  return before
    .split('\n')
    .map((line) => (kept.has(line) ? line : line.replace(HIDDEN, named)))
    .join('\n')
}

function named(sign: string): string {
  return `‹U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}›`
}

const theme = EditorView.theme({
  '&.cm-merge-b .cm-changedLine:not(.mark-finding, .mark-item)': { backgroundColor: 'var(--added)' },
  '&.cm-merge-b .cm-changedText': { background: 'var(--added-words)' },
  '.cm-deletedChunk': { backgroundColor: 'var(--removed)' },
  '.cm-deletedChunk .cm-deletedText': { background: 'var(--removed-words)' },
  '&.cm-merge-b .cm-changedLineGutter': { backgroundColor: 'var(--good)' },
  '&.cm-merge-b .cm-deletedLineGutter': { backgroundColor: 'var(--bad)' },
})
