export { typescriptLanguage as grammar } from '@codemirror/lang-javascript'
