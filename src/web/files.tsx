import type { Observation } from '../model/observation.ts'

interface FilesProps {
  readonly snippets: readonly Pick<Observation['snippets'][number], 'path' | 'role'>[]
  readonly file: string
  readonly choose: (path: string) => void
  /** Paths whose text differs from the served one. */
  readonly changed?: readonly string[]
}

/** The files of a program, one of them shown. */
export function Files({ snippets, file, choose, changed = [] }: FilesProps) {
  return (
    <nav class="files" aria-label="Files">
      {snippets.map(({ path, role }) => (
        <button
          key={path}
          type="button"
          aria-pressed={path === file}
          onClick={() => path !== file && choose(path)}
        >
          {path}
          {role === 'given' && <span class="facts"> given</span>}
          {changed.includes(path) && <span class="facts"> changed</span>}
        </button>
      ))}
    </nav>
  )
}
