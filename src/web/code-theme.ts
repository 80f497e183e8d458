import { EditorView } from '@codemirror/view'

/** Colours come from the page, light or dark. */
export const codeTheme = EditorView.theme({
  '&': { height: '100%', color: 'var(--text)', backgroundColor: 'var(--paper)', fontSize: '13px' },
  '&.cm-focused': { outline: '2px solid var(--accent)', outlineOffset: '-2px' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.55' },
  '.cm-content': { caretColor: 'var(--text)' },
  '.cm-cursor': { borderLeftColor: 'var(--text)' },
  '.cm-gutters': { backgroundColor: 'var(--paper)', color: 'var(--soft)', border: 'none' },
  '.cm-activeLine': { backgroundColor: 'var(--active)' },
  '.cm-selectionBackground, &.cm-focused .cm-selectionBackground, ::selection': {
    backgroundColor: 'var(--selection) !important',
  },
  '.cm-specialChar': { color: 'var(--bad)' },
  '.mark-finding': { boxShadow: 'inset 4px 0 var(--accent)', backgroundColor: 'var(--finding)' },
  '.mark-item': { boxShadow: 'inset 4px 0 var(--bad)', backgroundColor: 'var(--item)' },
  '.mark-finding.mark-item': { boxShadow: 'inset 4px 0 var(--good)', backgroundColor: 'var(--hit)' },
  '.note': {
    maxWidth: 'min(72ch, calc(100cqi - 4.5rem))',
    margin: '0.25rem 0 0.4rem 0.4rem',
    padding: '0.35rem 0.6rem',
    fontFamily: 'system-ui, sans-serif',
    lineHeight: '1.4',
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
    border: '1px solid var(--line)',
    borderLeft: '4px solid var(--accent)',
    borderRadius: '4px',
    backgroundColor: 'var(--ground)',
  },
  '.note.good': { borderLeftColor: 'var(--good)' },
  '.note.bad': { borderLeftColor: 'var(--bad)' },
  '.tok-keyword': { color: 'var(--tok-keyword)' },
  '.tok-string, .tok-string2': { color: 'var(--tok-string)' },
  '.tok-comment': { color: 'var(--soft)', fontStyle: 'italic' },
  '.tok-number, .tok-bool, .tok-literal': { color: 'var(--tok-number)' },
  '.tok-typeName, .tok-className': { color: 'var(--tok-type)' },
})
