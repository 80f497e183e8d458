import type { FunctionComponent } from 'preact'
import { useEffect, useState } from 'preact/hooks'

/** A part of the page that is loaded once it is needed; null until it is there. */
export function useLazy<Props>(
  isNeeded: boolean,
  load: () => Promise<FunctionComponent<Props>>,
): FunctionComponent<Props> | null {
  const [part, setPart] = useState<{ readonly View: FunctionComponent<Props> } | null>(null)
  useEffect(() => {
    if (isNeeded && part === null) void load().then((View) => setPart({ View }))
  }, [isNeeded, part])
  return part?.View ?? null
}
