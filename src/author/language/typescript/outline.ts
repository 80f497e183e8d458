import type { ts } from 'ts-morph'
import { once } from '../../../core/once.ts'
import type { ImportedName, Outline, Range, SyntaxFault } from '../language.ts'
import { compiler } from './compiler.ts'

/** What stands in documentation comments is text here, so it is not parsed. */
const settings = {
  languageVersion: compiler.ScriptTarget.ES2023,
  jsDocParsingMode: compiler.JSDocParsingMode.ParseNone,
}

/** Parses one file. Faults come with positions; the rest is as good as the parser could make of it, read when it is asked for. */
export function outline(path: string, code: string): Outline {
  const file = compiler.createSourceFile(path, code, settings, false, compiler.ScriptKind.TS)
  const nodes = once(() => walk(file))
  const exports = once(() => exportedNames(file))
  return {
    faults: syntaxFaults(file),
    undefinedNames: [],
    get imports() {
      return nodes().imports
    },
    get comments() {
      return nodes().comments
    },
    get looseTypes() {
      return nodes().looseTypes
    },
    get identifiers() {
      return nodes().identifiers
    },
    get scopes() {
      return nodes().scopes
    },
    get exports() {
      return exports()
    },
    functionScope: (range) => functionScope(file, range),
    blockScope: (range) => withLines(file, rangeOf(file, innermost(file, file, range, isBlock) ?? file), 1),
  }
}

/** The parser keeps its faults on the file, under a name that the public types leave out. */
function syntaxFaults(file: ts.SourceFile): readonly SyntaxFault[] {
  const { parseDiagnostics = [] } = file as ts.SourceFile & {
    parseDiagnostics?: readonly ts.DiagnosticWithLocation[]
  }
  return parseDiagnostics.map(({ start, length, messageText }) => ({
    start,
    end: start + length,
    message: compiler.flattenDiagnosticMessageText(messageText, ' ').replace(/\.$/, ''),
    hint: null,
  }))
}

type Walked = Pick<Outline, 'imports' | 'comments' | 'looseTypes' | 'identifiers' | 'scopes'>
type Comments = Map<number, Outline['comments'][number]>

/** Whatever is looked for in all nodes, in one walk. */
function walk(file: ts.SourceFile): Walked {
  const imports: ImportedName[] = []
  const comments: Comments = new Map()
  const anys: Range[] = []
  const identifiers = new Set<string>()
  const scopes: Range[] = []
  const hasComments = /\/[/*]/.test(file.text)
  const visit = (node: ts.Node): void => {
    const specifier = specifierOf(node)
    if (specifier && compiler.isStringLiteralLike(specifier))
      imports.push({ specifier: specifier.text, members: [], ...rangeOf(file, specifier) })
    if (hasComments) addComments(file, node, comments)
    if (node.kind === compiler.SyntaxKind.AnyKeyword) anys.push(rangeOf(file, node))
    if (compiler.isIdentifier(node) || compiler.isPrivateIdentifier(node)) identifiers.add(node.text)
    if (isNamedScope(node)) scopes.push(rangeOf(file, node))
    compiler.forEachChild(node, visit)
  }
  visit(file)
  return {
    imports: [...imports, ...references(file)],
    comments: [...comments.values()],
    looseTypes: [...anys, ...silenced(file)],
    identifiers: [...identifiers],
    scopes,
  }
}

/** The module that a node names: static and dynamic imports, re-exports, import types. */
function specifierOf(node: ts.Node): ts.Node | undefined {
  if (compiler.isImportDeclaration(node) || compiler.isExportDeclaration(node)) return node.moduleSpecifier
  if (compiler.isExternalModuleReference(node)) return node.expression
  if (compiler.isImportTypeNode(node) && compiler.isLiteralTypeNode(node.argument))
    return node.argument.literal
  if (compiler.isCallExpression(node) && node.expression.kind === compiler.SyntaxKind.ImportKeyword)
    return node.arguments[0]
  return undefined
}

/** Ways of naming another module that are comments. */
function references(file: ts.SourceFile): readonly ImportedName[] {
  return [file.referencedFiles, file.typeReferenceDirectives, file.libReferenceDirectives]
    .flat()
    .map(({ fileName, pos, end }) => ({ specifier: fileName, members: [], start: pos, end }))
}

function addComments({ text }: ts.SourceFile, node: ts.Node, found: Comments): void {
  const add = ({ pos, end }: ts.CommentRange) =>
    found.set(pos, { start: pos, end, text: text.slice(pos, end).replace(/^[/*\s]+|[/*\s]+$/g, '') })
  compiler.getLeadingCommentRanges(text, node.pos)?.forEach(add)
  compiler.getTrailingCommentRanges(text, node.end)?.forEach(add)
}

/** Comments that silence the checker. */
function silenced({ text }: ts.SourceFile): readonly Range[] {
  return [...text.matchAll(/@ts-(?:ignore|expect-error|nocheck)\b/g)].map(({ 0: word, index }) => ({
    start: index,
    end: index + word.length,
  }))
}

function exportedNames(file: ts.SourceFile): readonly string[] {
  return file.statements.flatMap((statement) => {
    if (compiler.isExportDeclaration(statement))
      return statement.exportClause && compiler.isNamedExports(statement.exportClause)
        ? statement.exportClause.elements.map(({ name }) => name.text)
        : []
    const isExported =
      compiler.canHaveModifiers(statement) &&
      compiler.getModifiers(statement)?.some(({ kind }) => kind === compiler.SyntaxKind.ExportKeyword)
    if (!isExported) return []
    if (compiler.isVariableStatement(statement))
      return statement.declarationList.declarations.flatMap(({ name }) =>
        compiler.isIdentifier(name) ? [name.text] : [],
      )
    if (compiler.isFunctionDeclaration(statement) || compiler.isClassDeclaration(statement))
      return statement.name ? [statement.name.text] : []
    return []
  })
}

function functionScope(file: ts.SourceFile, range: Range): Range {
  const named = innermost(file, file, range, isNamedScope)
  if (named) return rangeOf(file, named)
  const statement = file.statements.find((node) => contains(rangeOf(file, node), range))
  return withLines(file, statement ? rangeOf(file, statement) : range, 2)
}

/** A function, method or class with a name of its own; an arrow function when it is bound to one. */
function isNamedScope(node: ts.Node): boolean {
  if (compiler.isFunctionDeclaration(node) || compiler.isClassDeclaration(node))
    return node.name !== undefined
  if (
    compiler.isMethodDeclaration(node) ||
    compiler.isConstructorDeclaration(node) ||
    compiler.isAccessor(node)
  )
    return true
  return (
    (compiler.isVariableStatement(node) &&
      node.declarationList.declarations.some(({ initializer }) => isFunction(initializer))) ||
    ((compiler.isPropertyAssignment(node) || compiler.isPropertyDeclaration(node)) &&
      isFunction(node.initializer))
  )
}

function isFunction(node: ts.Expression | undefined): boolean {
  return (
    node !== undefined &&
    (compiler.isArrowFunction(node) ||
      compiler.isFunctionExpression(node) ||
      compiler.isClassExpression(node))
  )
}

function isBlock(node: ts.Node): boolean {
  return compiler.isBlock(node) || compiler.isCaseBlock(node) || compiler.isModuleBlock(node)
}

function innermost(
  file: ts.SourceFile,
  node: ts.Node,
  range: Range,
  isWanted: (node: ts.Node) => boolean,
): ts.Node | null {
  const inside = compiler.forEachChild(node, (child) =>
    contains(rangeOf(file, child), range) ? innermost(file, child, range, isWanted) : undefined,
  )
  return inside ?? (isWanted(node) ? node : null)
}

function contains(outer: Range, inner: Range): boolean {
  return outer.start <= inner.start && inner.end <= outer.end
}

function rangeOf(file: ts.SourceFile, node: ts.Node): Range {
  return { start: node.getStart(file), end: node.getEnd() }
}

/** The range widened to whole lines and some more on either side. */
function withLines(file: ts.SourceFile, { start, end }: Range, extra: number): Range {
  const starts = file.getLineStarts()
  const first = Math.max(0, file.getLineAndCharacterOfPosition(start).line - extra)
  const last = Math.min(starts.length - 1, file.getLineAndCharacterOfPosition(end).line + extra)
  return { start: starts[first] ?? 0, end: (starts[last + 1] ?? file.text.length + 1) - 1 }
}
