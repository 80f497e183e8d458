import { createRequire } from 'node:module'

/** ts-morph and TypeScript in it, by `require`: an import has Node look through ten megabytes for the names of exports. */
export const { Project, ts: compiler } = createRequire(import.meta.url)(
  'ts-morph',
) as typeof import('ts-morph')
