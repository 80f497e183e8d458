import type { Plugin } from 'esbuild'

/** Has esbuild take TypeScript's parser instead of all of the compiler. */
export const typescriptParser: Plugin
