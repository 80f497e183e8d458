// The least that a linter of tasks does, to measure ours against: reads, parses the YAML, validates it by the schema, and
// parses the snippets. `node bench/bare-lint.mjs FOLDER`.
import { readdir, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import process from 'node:process'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { ts } from 'ts-morph'
import { parse } from 'yaml'

const folder = process.argv[2]
const schema = JSON.parse(await readFile(new URL('../schemas/task.schema.json', import.meta.url), 'utf8'))
const validate = new Ajv2020({ allErrors: true, strict: false }).compile(schema)
let python = null
let count = 0
for (const name of (await readdir(folder)).sort()) {
  const task = parse(await readFile(`${folder}/${name}`, 'utf8'))
  if (!validate(task)) {
    console.error(`${name}: ${JSON.stringify(validate.errors)}`)
    // What ends with 1 may have found something, and has done all its work.
    process.exit(2)
  }
  for (const { path, code } of task.snippets) {
    if (task.language === 'python') {
      python ??= await pythonParser()
      python.parse(code).delete()
    } else ts.createSourceFile(path, code, ts.ScriptTarget.ES2023, true)
    count += 1
  }
}
console.log(`${count} snippets`)

async function pythonParser() {
  const require = createRequire(import.meta.url)
  const { Parser, Language } = require('@vscode/tree-sitter-wasm')
  await Parser.init()
  const grammar = await readFile(require.resolve('@vscode/tree-sitter-wasm/wasm/tree-sitter-python.wasm'))
  const parser = new Parser()
  parser.setLanguage(await Language.load(grammar))
  return parser
}
