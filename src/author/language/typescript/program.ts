import { posix } from 'node:path'
import type { ts } from 'ts-morph'
import type { CheckUnit } from '../language.ts'
import { compiler } from './compiler.ts'
import { FIRST_OF_LIBRARY, libraryTexts } from './library.ts'
import { referencesOf } from './references.ts'
import { compilerOptions } from './settings.ts'
import { worldDeclarations } from './world.ts'

const WORLD = '/world.d.ts'
const LIBRARY = '/node_modules/typescript/lib'

const { options } = compiler.convertCompilerOptionsFromJson(compilerOptions, '/')

/** Checks one file of the unit with this number. */
export type CheckFile = (unit: number, path: string) => readonly ts.Diagnostic[]

/**
 * One program of these units, each in a folder of its own. The parsed library is the same in every program, which is what
 * makes a small one cheap. A file that is the same in several units, with all that it imports, is checked once: of the
 * variants of a task, that is most of them.
 */
export function programOf(units: readonly CheckUnit[]): CheckFile {
  const own = new Map<string, ts.SourceFile>()
  const nameOf = new Map<string, string>()
  const firstOf = new Map<string, string>()
  for (const [index, { files }] of units.entries())
    for (const { file, reach } of withReach(files)) {
      const place = `${folderOf(index)}/${file.path}`
      const content = JSON.stringify([file.path, reach])
      const name = firstOf.get(content) ?? place
      nameOf.set(place, name)
      if (name !== place) continue
      firstOf.set(content, name)
      own.set(name, parseModule(name, file.code))
    }
  const host: ts.CompilerHost = {
    getSourceFile: (name) => own.get(name) ?? library.get(name),
    getDefaultLibFileName: () => `${LIBRARY}/${FIRST_OF_LIBRARY}`,
    getDefaultLibLocation: () => LIBRARY,
    writeFile: () => {},
    getCurrentDirectory: () => '/',
    getCanonicalFileName: (name) => name,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => '\n',
    fileExists: (name) => nameOf.has(name) || declared.has(name),
    readFile: (name) => own.get(name)?.text ?? declared.get(name),
    resolveModuleNameLiterals: (literals, from) => literals.map(({ text }) => resolved(text, from)),
  }
  const known = compiler.createModuleResolutionCache('/', (name) => name, options)
  const resolved = (specifier: string, from: string): ts.ResolvedModuleWithFailedLookupLocations => {
    const { resolvedModule } = compiler.resolveModuleName(specifier, from, options, host, known)
    const name = resolvedModule && nameOf.get(resolvedModule.resolvedFileName)
    return { resolvedModule: name ? { ...resolvedModule, resolvedFileName: name } : resolvedModule }
  }
  const program = compiler.createProgram([...own.keys(), WORLD], options, host)
  return (unit, path) => {
    const file = program.getSourceFile(nameOf.get(`${folderOf(unit)}/${path}`) ?? '')
    if (!file) throw new Error(`${path} is not in its own program`)
    return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)]
  }
}

type UnitFile = CheckUnit['files'][number]

/** Each file of a unit and those that it may import, directly or not, itself among them. */
function withReach(
  files: readonly UnitFile[],
): readonly { readonly file: UnitFile; readonly reach: readonly UnitFile[] }[] {
  const imported = new Map(files.map((file) => [file, importsOf(file, files)]))
  return files.map((file) => {
    const reach = new Set([file])
    for (const one of reach) for (const next of imported.get(one) ?? []) reach.add(next)
    return { file, reach: files.filter((one) => reach.has(one)) }
  })
}

function folderOf(index: number): string {
  return `/unit-${index}`
}

const declared = new Map([[WORLD, worldDeclarations]])
for (const [name, text] of libraryTexts) declared.set(`${LIBRARY}/${name}`, text)

/** The files of the language's own library, and the snippet's world, parsed. */
const library = new Map([...declared].map(([name, text]) => [name, parse(name, text)]))

/** Documentation is read where it bears on types, as by `tsc`. */
function parse(name: string, text: string, more: Partial<ts.CreateSourceFileOptions> = {}): ts.SourceFile {
  return compiler.createSourceFile(name, text, {
    languageVersion: compiler.ScriptTarget.ES2023,
    jsDocParsingMode: compiler.JSDocParsingMode.ParseForTypeErrors,
    ...more,
  })
}

/** Every snippet is a module, as it is when it runs, also where it neither imports nor exports. */
function parseModule(fileName: string, code: string): ts.SourceFile {
  return parse(fileName, code, {
    setExternalModuleIndicator: (file: ts.SourceFile & { externalModuleIndicator?: true }) => {
      file.externalModuleIndicator = true
    },
  })
}

/** Which files of its unit a file may import: of each specifier all those that it could mean, endings and folders included. */
function importsOf({ path, code }: UnitFile, files: readonly UnitFile[]): readonly UnitFile[] {
  const { importedFiles } = referencesOf(code)
  const targets = importedFiles.map(({ fileName }) =>
    posix.join('/', posix.dirname(path), fileName).replace(/\.[cm]?[jt]sx?$/, ''),
  )
  return files.filter((file) => targets.some((target) => `/${file.path}`.startsWith(target)))
}
