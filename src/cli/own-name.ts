import type { Host } from './host.ts'

/** What one has to type to run this program again: by `npx` it is on nobody's path. */
export function ownName({ env }: Pick<Host, 'env'>): string {
  const isByNpx = env.npm_lifecycle_event === 'npx' && /\breviewgym\b/.test(env.npm_lifecycle_script ?? '')
  return isByNpx ? 'npx reviewgym' : 'reviewgym'
}
