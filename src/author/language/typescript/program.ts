import type { ts } from 'ts-morph'
import type { CheckUnit } from '../language.ts'
import { compiler, Project } from './compiler.ts'
import { compilerOptions } from './settings.ts'
import { worldDeclarations } from './world.ts'

const WORLD = '/world.d.ts'
const LIBRARY = '/node_modules/typescript/lib'

const { options } = compiler.convertCompilerOptionsFromJson(compilerOptions, '/')

/** Checks one file of the unit with this number. */
export type CheckFile = (unit: number, path: string) => readonly ts.Diagnostic[]

/**
 * One program of these units, each in a folder of its own. The parsed library is the same in every program, which is what
 * makes a small one cheap.
 */
export function programOf(units: readonly CheckUnit[]): CheckFile {
  const own = new Map<string, ts.SourceFile>()
  for (const [index, { files }] of units.entries())
    for (const { path, code } of files)
      own.set(`${folderOf(index)}/${path}`, parseModule(`${folderOf(index)}/${path}`, code))
  const found = library()
  const has = (name: string) => own.has(name) || found.has(name)
  const read = (name: string) => (own.get(name) ?? found.get(name))?.text
  const host: ts.CompilerHost = {
    getSourceFile: (name) => own.get(name) ?? found.get(name),
    getDefaultLibFileName: () => `${LIBRARY}/lib.es2023.d.ts`,
    getDefaultLibLocation: () => LIBRARY,
    writeFile: () => {},
    getCurrentDirectory: () => '/',
    getCanonicalFileName: (name) => name,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => '\n',
    fileExists: has,
    readFile: read,
  }
  const program = compiler.createProgram([...own.keys(), WORLD], options, host)
  return (unit, path) => {
    const file = program.getSourceFile(`${folderOf(unit)}/${path}`)
    if (!file) throw new Error(`${path} is not in its own program`)
    return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)]
  }
}

function folderOf(index: number): string {
  return `/unit-${index}`
}

let parsedLibrary: ReadonlyMap<string, ts.SourceFile> | null = null

/** The language's own library and the snippet's world, parsed when they are first asked for. */
function library(): ReadonlyMap<string, ts.SourceFile> {
  if (parsedLibrary) return parsedLibrary
  const project = new Project({ compilerOptions: options, useInMemoryFileSystem: true })
  project.createSourceFile(WORLD, worldDeclarations)
  const files = project.getProgram().compilerObject.getSourceFiles()
  parsedLibrary = new Map(files.map((file) => [file.fileName, file]))
  return parsedLibrary
}

/** Every snippet is a module, as it is when it runs, also where it neither imports nor exports. */
function parseModule(fileName: string, code: string): ts.SourceFile {
  return compiler.createSourceFile(fileName, code, {
    languageVersion: compiler.ScriptTarget.ES2023,
    setExternalModuleIndicator: (file: ts.SourceFile & { externalModuleIndicator?: true }) => {
      file.externalModuleIndicator = true
    },
  })
}
