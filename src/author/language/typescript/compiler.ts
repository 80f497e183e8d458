import { createRequire } from 'node:module'
import type { ts } from 'ts-morph'

/**
 * The TypeScript in ts-morph, without what ts-morph makes of it, and by `require`: an import has Node look through ten
 * megabytes for the names of exports.
 */
export const compiler: typeof ts = createRequire(createRequire(import.meta.url).resolve('ts-morph'))(
  '@ts-morph/common/dist/typescript.js',
)
