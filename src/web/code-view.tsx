import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { syntaxHighlighting } from '@codemirror/language'
import { Compartment, EditorState, type Extension } from '@codemirror/state'
import { EditorView, highlightActiveLine, highlightSpecialChars, keymap, lineNumbers } from '@codemirror/view'
import { classHighlighter } from '@lezer/highlight'
import { useEffect, useRef, useState } from 'preact/hooks'
import { type Mark, markedLines, showMarks } from './code-marks.ts'
import { codeTheme } from './code-theme.ts'

/** What is loaded once it is needed: how the language is read, and what shows the change. */
const [grammar, change] = [new Compartment(), new Compartment()]

export type Lines = readonly [number, number]

interface CodeViewProps {
  readonly path: string
  readonly code: string
  /** The file before the change under review; null where the change adds it, left out where it leaves it alone. */
  readonly before?: string | null | undefined
  readonly language: string
  readonly marks: readonly Mark[]
  /** The line that is brought into the middle of the frame; another one whenever it changes. */
  readonly reveal?: number | undefined
  /** Called when lines are selected; a cursor alone selects its line. */
  readonly onSelect?: (lines: Lines) => void
  /** Called with the text as it is changed; without it the code is for reading only. */
  readonly onEdit?: (text: string) => void
}

/** One file of code. It lives in a shadow root, where the editor's own style sheets need no exception from the page's policy. */
export function CodeView(props: CodeViewProps) {
  const { path, code, before, language, marks, reveal, onSelect, onEdit } = props
  const [isChangeShown, setChangeShown] = useState(true)
  const place = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView | null>(null)
  const told = useRef<Pick<CodeViewProps, 'onSelect' | 'onEdit'>>({})
  told.current = { ...(onSelect && { onSelect }), ...(onEdit && { onEdit }) }
  const isEdited = onEdit !== undefined
  // The text is the editor's own once it is edited.
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
        grammar.of([]),
        syntaxHighlighting(classHighlighter),
        markedLines,
        change.of([]),
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
    const doc = view.current?.state.doc
    if (isEdited || !doc || doc.toString() === code) return
    view.current?.dispatch({ changes: { from: 0, to: doc.length, insert: code } })
  }, [code, isEdited])
  useEffect(() => {
    const { current } = view
    void grammarOf(language).then((found) => {
      if (current === view.current) current?.dispatch({ effects: grammar.reconfigure(found) })
    })
  }, [path, language, isEdited])
  useEffect(() => {
    if (view.current) showMarks(view.current, marks)
  }, [marks, path, language, isEdited])
  useEffect(() => {
    const { current } = view
    if (!current || reveal === undefined || reveal < 1 || reveal > current.state.doc.lines) return
    const { from } = current.state.doc.line(reveal)
    // The page stays where it is: only the code is scrolled in its frame, once its lines have been measured.
    current.requestMeasure({
      read: ({ scrollDOM: { clientHeight } }) => current.lineBlockAt(from).top - clientHeight / 2,
      write: (top) => current.scrollDOM.scrollTo({ top }),
    })
  }, [reveal, path, language, isEdited])
  const old = isChangeShown ? (before ?? null) : null
  useEffect(() => {
    const { current } = view
    if (!current || old === null) return
    void Promise.all([import('./change-marks.ts'), grammarOf(language)]).then(([{ changeMarks }, found]) => {
      if (current !== view.current) return
      // What was taken out is coloured but once, so the grammar may not come later.
      current.dispatch({ effects: [grammar.reconfigure(found), change.reconfigure(changeMarks(old, code))] })
    })
    return () => current === view.current && current.dispatch({ effects: change.reconfigure([]) })
  }, [old, path, language, isEdited])
  return (
    <>
      {before !== undefined && (
        <p class="hint-line above">
          {before === null ? (
            'The change adds this file'
          ) : (
            <label class="tick">
              <input
                type="checkbox"
                checked={isChangeShown}
                onChange={({ currentTarget }) => setChangeShown(currentTarget.checked)}
              />
              Show what the change did
            </label>
          )}
        </p>
      )}
      <div class="code" ref={place} />
    </>
  )
}

/** How a language is read. Nobody loads that of another one. */
async function grammarOf(language: string): Promise<Extension> {
  const loaded = language === 'python' ? import('./grammars/python.ts') : import('./grammars/typescript.ts')
  return (await loaded).grammar
}
