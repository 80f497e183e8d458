import type { Observation } from '../model/observation.ts'
import type { Mark } from './code-marks.ts'
import { CodeView } from './code-view.tsx'
import { Files } from './files.tsx'

interface MarkedCodeProps extends Pick<Observation, 'language'> {
  readonly snippets: readonly Pick<Observation['snippets'][number], 'path' | 'role' | 'code' | 'before'>[]
  readonly file: string
  readonly choose: (path: string) => void
  readonly marks: readonly Mark[]
}

/** The files of a program that is looked at, one of them shown with its marks, from the first of them on. */
export function MarkedCode({ language, snippets, file, choose, marks }: MarkedCodeProps) {
  const shown = snippets.find(({ path }) => path === file)
  return (
    <>
      <Files snippets={snippets} file={file} choose={choose} />
      {shown && (
        <CodeView
          path={file}
          code={shown.code}
          before={shown.before}
          language={language}
          marks={marks}
          reveal={marks[0]?.lines[0]}
        />
      )}
    </>
  )
}
