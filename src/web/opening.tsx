import type { ComponentChildren } from 'preact'

interface OpeningProps {
  /** Why the page cannot be had; null while it may still come. */
  readonly problem: string | null
  readonly children?: ComponentChildren
}

/** Stands where a page will be, until it is there. */
export function Opening({ problem, children }: OpeningProps) {
  return (
    <main class="page">
      <p role={problem === null ? 'status' : 'alert'} class={problem === null ? 'note' : 'problem'}>
        {problem ?? 'Opening …'}
      </p>
      {children}
    </main>
  )
}
