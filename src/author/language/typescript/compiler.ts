import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { compileFunction } from 'node:vm'
import type { ts } from 'ts-morph'
import { withPagedLinks } from './paged-links.ts'

/**
 * The TypeScript in ts-morph, without what ts-morph makes of it, its links in pages. It is compiled as `require` would do it:
 * an import has Node look through ten megabytes for the names of exports.
 */
export const compiler: typeof ts = load()

function load(): typeof ts {
  const path = createRequire(createRequire(import.meta.url).resolve('ts-morph')).resolve(
    '@ts-morph/common/dist/typescript.js',
  )
  const module = { exports: {} as typeof ts }
  const parameters = ['exports', 'require', 'module', '__filename', '__dirname']
  compileFunction(withPagedLinks(readFileSync(path, 'utf8')), parameters, { filename: path })(
    module.exports,
    createRequire(path),
    module,
    path,
    dirname(path),
  )
  return module.exports
}
