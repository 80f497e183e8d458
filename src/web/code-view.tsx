import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { javascript } from '@codemirror/lang-javascript'
import { python } from '@codemirror/lang-python'
import { syntaxHighlighting } from '@codemirror/language'
import { EditorState } from '@codemirror/state'
import { EditorView, highlightActiveLine, highlightSpecialChars, keymap, lineNumbers } from '@codemirror/view'
import { classHighlighter } from '@lezer/highlight'
import { useEffect, useRef } from 'preact/hooks'
import { type Mark, markedLines, showMarks } from './code-marks.ts'
import { codeTheme } from './code-theme.ts'

export type Lines = readonly [number, number]

interface CodeViewProps {
  readonly path: string
  readonly code: string
  readonly language: string
  readonly marks: readonly Mark[]
  /** The line that is brought into view; another one whenever it changes. */
  readonly reveal?: number | undefined
  /** Called when lines are selected; a cursor alone selects its line. */
  readonly onSelect?: (lines: Lines) => void
  /** Called with the text as it is changed; without it the code is for reading only. */
  readonly onEdit?: (text: string) => void
}

/** One file of code. It lives in a shadow root, where the editor's own style sheets need no exception from the page's policy. */
export function CodeView({ path, code, language, marks, reveal, onSelect, onEdit }: CodeViewProps) {
  const place = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView | null>(null)
  const told = useRef<Pick<CodeViewProps, 'onSelect' | 'onEdit'>>({})
  told.current = { ...(onSelect && { onSelect }), ...(onEdit && { onEdit }) }
  const isEdited = onEdit !== undefined
  // The text is the editor's own once it is shown.
  useEffect(() => {
    const host = place.current
    if (!host) return
    const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' })
    const state = EditorState.create({
      doc: code,
      extensions: [
        lineNumbers(),
        highlightSpecialChars(),
        highlightActiveLine(),
        history(),
        keymap.of([...defaultKeymap, ...historyKeymap]),
        language === 'python' ? python() : javascript({ typescript: true }),
        syntaxHighlighting(classHighlighter),
        markedLines,
        codeTheme,
        EditorState.readOnly.of(!isEdited),
        EditorView.contentAttributes.of({
          'aria-label': isEdited ? `Your version of ${path}` : `Code of ${path}`,
          tabindex: '0',
          'aria-readonly': String(!isEdited),
        }),
        EditorView.updateListener.of(({ docChanged, selectionSet, state: { doc, selection } }) => {
          if (docChanged) told.current.onEdit?.(doc.toString())
          const { from, to } = selection.main
          if (selectionSet) told.current.onSelect?.([doc.lineAt(from).number, doc.lineAt(to).number])
        }),
      ],
    })
    const made = new EditorView({ state, parent: root, root })
    view.current = made
    return () => {
      view.current = null
      made.destroy()
    }
  }, [path, language, isEdited])
  useEffect(() => {
    if (view.current) showMarks(view.current, marks)
  }, [marks, path, language, isEdited])
  useEffect(() => {
    const { current } = view
    if (!current || reveal === undefined || reveal < 1 || reveal > current.state.doc.lines) return
    const { from } = current.state.doc.line(reveal)
    current.dispatch({ effects: EditorView.scrollIntoView(from, { y: 'center' }) })
  }, [reveal, path, language, isEdited])
  return <div class="code" ref={place} />
}
