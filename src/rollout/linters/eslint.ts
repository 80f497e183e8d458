import { createRequire } from 'node:module'
import type { Linter as EslintLinter } from 'eslint'
import type { CompilerHost, CompilerOptions, Program, SourceFile } from 'typescript'
import type { ServedFile } from '../../runtime/bundle/opened.ts'
import { eslintRules } from './eslint-rules.ts'
import type { Linter } from './linter.ts'
import { readRuleTable } from './rule-kinds.ts'

/** Where the files of a task lie as far as the linter can tell. */
const FOLDER = '/review/'

/** ESLint with types and its plugins: optional packages, so that they are loaded here and nowhere else. */
export async function openEslint(): Promise<Linter> {
  const [{ Linter: Eslint }, { plugin, parser }, { default: sonarjs }, { default: security }, typescript] =
    await Promise.all([
      import('eslint'),
      import('typescript-eslint'),
      import('eslint-plugin-sonarjs'),
      import('eslint-plugin-security'),
      import('typescript'),
    ])
  const kinds = readRuleTable(eslintRules)
  const programOf = programs(typescript.default)
  const linter = new Eslint({ configType: 'flat', cwd: FOLDER })
  const lintFile = (program: Program, { path, code }: ServedFile) => {
    const config = {
      files: ['**/*.ts'],
      plugins: { '@typescript-eslint': plugin, sonarjs, security },
      languageOptions: { parser, parserOptions: { programs: [program] } },
      linterOptions: { noInlineConfig: true },
      rules: Object.fromEntries(kinds.rules.map((rule) => [rule, 'error'])),
    }
    const found = linter.verify(code, [config as EslintLinter.Config], { filename: FOLDER + path })
    return found.map(({ line, endLine, ruleId, message }) => {
      if (ruleId === null) throw new Error(`ESLint cannot read ${path}: ${message}`)
      return { file: path, lines: [line, endLine ?? line] as const, rule: ruleId, message }
    })
  }
  return {
    kinds,
    lint(files) {
      const program = programOf(files)
      return files.filter(({ role }) => role === 'review').flatMap((file) => lintFile(program, file))
    },
  }
}

type TypeScript = typeof import('typescript')

/** Type-checks files that are nowhere on the disk, with Node's declarations. */
function programs(typescript: TypeScript): (files: readonly ServedFile[]) => Program {
  const { createCompilerHost, createProgram, createSourceFile, sys } = typescript
  const options: CompilerOptions = {
    strict: true,
    noUncheckedIndexedAccess: true,
    target: typescript.ScriptTarget.ES2023,
    module: typescript.ModuleKind.ESNext,
    moduleResolution: typescript.ModuleResolutionKind.Bundler,
    allowImportingTsExtensions: true,
    noEmit: true,
    lib: ['lib.es2023.d.ts'],
    types: [],
  }
  const disk = createCompilerHost(options)
  const declarations = new Map<string, SourceFile | undefined>()
  const declarationsOf: CompilerHost['getSourceFile'] = (path, target) => {
    if (!declarations.has(path)) declarations.set(path, disk.getSourceFile(path, target))
    return declarations.get(path)
  }
  const node = createRequire(import.meta.url)
    .resolve('@types/node/index.d.ts')
    .replaceAll('\\', '/')
  return (files) => {
    const texts = new Map(files.map(({ path, code }) => [FOLDER + path, code]))
    const host: CompilerHost = {
      ...disk,
      getCurrentDirectory: () => FOLDER,
      directoryExists: (path) => `${path}/`.startsWith(FOLDER) || sys.directoryExists(path),
      fileExists: (path) => texts.has(path) || disk.fileExists(path),
      readFile: (path) => texts.get(path) ?? disk.readFile(path),
      getSourceFile(path, target) {
        const text = texts.get(path)
        return text === undefined ? declarationsOf(path, target) : createSourceFile(path, text, target, true)
      },
    }
    return createProgram([...texts.keys(), node], options, host)
  }
}
