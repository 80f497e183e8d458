import { posix } from 'node:path'
import { type CompilerOptions, Project, ts } from 'ts-morph'
import type { StripTypes } from '../../../runtime/sandbox/strip-types.ts'
import type { CheckUnit, TypeFault } from '../language.ts'
import { outline } from './outline.ts'
import { notErasable, wordsOf } from './words.ts'
import { worldDeclarations, worldModules } from './world.ts'

const WORLD = '/world.d.ts'

const options: CompilerOptions = {
  target: ts.ScriptTarget.ES2023,
  lib: ['lib.es2023.d.ts'],
  types: [],
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  moduleDetection: ts.ModuleDetectionKind.Force,
  allowImportingTsExtensions: true,
  erasableSyntaxOnly: true,
  isolatedModules: true,
  noEmit: true,
  skipLibCheck: true,
  strict: true,
  verbatimModuleSyntax: true,
}

/**
 * Type-checks all units in one program, each in a folder of its own, so that the fixed cost is paid once. A unit that
 * has faults, or that could reach others, by its imports or by declaring globals, is checked again by itself: wording,
 * suggestions and even codes of the checker depend on what else it has seen, and a task's faults must not.
 */
export function checkUnits(
  units: readonly CheckUnit[],
  strip: StripTypes,
): readonly (readonly TypeFault[])[] {
  const together = units.map((unit, index) => (reachesOut(unit) ? null : folderOf(index)))
  const project = createProject()
  for (const [index, folder] of together.entries())
    if (folder !== null) addUnit(project, folder, units[index])
  const program = project.getProgram().compilerObject
  const library = new Map(
    program
      .getSourceFiles()
      .filter(isLibrary)
      .map((file) => [file.fileName, file]),
  )
  return units.map((unit, index) => {
    const folder = together[index] ?? null
    const isClean =
      folder !== null && unit.files.every(({ path }) => faultsOf(program, `${folder}/${path}`).length === 0)
    return isClean ? unstrippable(unit, strip) : checkAlone(unit, library)
  })
}

/** What the checker has nothing against, and the sandbox's own stripper does. */
function unstrippable({ files }: CheckUnit, strip: StripTypes): readonly TypeFault[] {
  return files.flatMap(({ path, code }) => {
    const stripped = strip(code)
    return stripped.ok ? [] : { ...stripped.fault, path, code: 'strip', ...notErasable }
  })
}

function createProject(): Project {
  const project = new Project({ compilerOptions: options, useInMemoryFileSystem: true })
  project.createSourceFile(WORLD, worldDeclarations)
  return project
}

function addUnit(project: Project, folder: string, unit: CheckUnit | undefined): void {
  for (const { path, code } of unit?.files ?? []) project.createSourceFile(`${folder}/${path}`, code)
}

function folderOf(index: number): string {
  return `/unit-${index}`
}

function isLibrary({ fileName }: ts.SourceFile): boolean {
  return fileName === WORLD || fileName.includes('/node_modules/typescript/lib/')
}

/** Every snippet is a module, as it is when it runs, also where it neither imports nor exports. */
function parseModule(fileName: string, code: string): ts.SourceFile {
  return ts.createSourceFile(
    fileName,
    code,
    {
      languageVersion: ts.ScriptTarget.ES2023,
      setExternalModuleIndicator: (file: ts.SourceFile & { externalModuleIndicator?: true }) => {
        file.externalModuleIndicator = true
      },
    },
    true,
  )
}

/** Whether a file could see files of other units, or change what they see. */
function reachesOut({ files }: CheckUnit): boolean {
  return files.some(
    ({ path, code }) =>
      /\bdeclare\s+(?:global|module|namespace)\b/.test(code) ||
      !ts.isExternalModule(ts.createSourceFile(path, code, ts.ScriptTarget.ES2023)) ||
      outline(path, code).imports.some(({ specifier }) => {
        const target = posix.join(posix.dirname(path), specifier)
        const isInside = specifier.startsWith('.') && target !== '..' && !target.startsWith('../')
        return !isInside && !worldModules.includes(specifier)
      }),
  )
}

/** The same check in a program of the unit's own; the parsed library is shared, which is what makes it cheap. */
function checkAlone(unit: CheckUnit, library: ReadonlyMap<string, ts.SourceFile>): readonly TypeFault[] {
  const folder = '/unit'
  const own = new Map(
    unit.files.map(({ path, code }) => {
      const fileName = `${folder}/${path}`
      return [fileName, parseModule(fileName, code)]
    }),
  )
  const files = new Map([...library, ...own])
  const host: ts.CompilerHost = {
    getSourceFile: (name) => files.get(name),
    getDefaultLibFileName: () => '/node_modules/typescript/lib/lib.es2023.d.ts',
    getDefaultLibLocation: () => '/node_modules/typescript/lib',
    writeFile: () => {},
    getCurrentDirectory: () => '/',
    getCanonicalFileName: (name) => name,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => '\n',
    fileExists: (name) => files.has(name),
    readFile: (name) => files.get(name)?.text,
  }
  const program = ts.createProgram([...own.keys(), WORLD], options, host)
  return unit.files.flatMap(({ path }) =>
    faultsOf(program, `${folder}/${path}`).map(({ start = 0, length = 0, code, messageText }) => ({
      path,
      start,
      end: start + length,
      code: `TS${code}`,
      ...wordsOf(code, ts.flattenDiagnosticMessageText(messageText, ' ')),
    })),
  )
}

function faultsOf(program: ts.Program, fileName: string): readonly ts.Diagnostic[] {
  const file = program.getSourceFile(fileName)
  if (!file) throw new Error(`${fileName} is not in its own program`)
  return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)]
}
