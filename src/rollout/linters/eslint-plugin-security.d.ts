/** It ships no types. */
declare module 'eslint-plugin-security' {
  const plugin: {
    readonly rules: Readonly<Record<string, import('eslint').Rule.RuleModule>>
    readonly configs: { readonly recommended: { readonly rules: Readonly<Record<string, unknown>> } }
  }
  export default plugin
}
