/** What snippets are checked by, as a `tsconfig.json` says it; no other setting changes a fault. */
export const compilerOptions = {
  target: 'es2023',
  lib: ['es2023'],
  types: [],
  module: 'esnext',
  moduleResolution: 'bundler',
  moduleDetection: 'force',
  allowImportingTsExtensions: true,
  erasableSyntaxOnly: true,
  isolatedModules: true,
  noEmit: true,
  skipLibCheck: true,
  strict: true,
  verbatimModuleSyntax: true,
}
