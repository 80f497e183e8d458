import type { ts } from 'ts-morph'
import { once } from '../../../core/once.ts'
import type { ImportedName, Outline, Range, SyntaxFault } from '../language.ts'
import * as parser from './parser.ts'

/** What stands in documentation comments is text here, so it is not parsed. */
const settings = {
  languageVersion: parser.ScriptTarget.ES2023,
  jsDocParsingMode: parser.JSDocParsingMode.ParseNone,
}

/** Parses one file. Faults come with positions; the rest is as good as the parser could make of it, read when it is asked for. */
export function outline(path: string, code: string): Outline {
  const file = parser.createSourceFile(path, code, settings, false, parser.ScriptKind.TS)
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
    message: String(messageText).replace(/\.$/, ''),
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
    if (specifier && parser.isStringLiteralLike(specifier))
      imports.push({ specifier: specifier.text, members: [], ...rangeOf(file, specifier) })
    if (hasComments) addComments(file, node, comments)
    if (node.kind === parser.SyntaxKind.AnyKeyword) anys.push(rangeOf(file, node))
    if (parser.isIdentifier(node) || parser.isPrivateIdentifier(node)) identifiers.add(parser.idText(node))
    if (isNamedScope(node)) scopes.push(rangeOf(file, node))
    parser.forEachChild(node, visit)
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
  if (parser.isImportDeclaration(node) || parser.isExportDeclaration(node)) return node.moduleSpecifier
  if (parser.isExternalModuleReference(node)) return node.expression
  if (parser.isImportTypeNode(node) && parser.isLiteralTypeNode(node.argument)) return node.argument.literal
  if (parser.isCallExpression(node) && node.expression.kind === parser.SyntaxKind.ImportKeyword)
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
  parser.getLeadingCommentRanges(text, node.pos)?.forEach(add)
  parser.getTrailingCommentRanges(text, node.end)?.forEach(add)
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
    if (parser.isExportDeclaration(statement))
      return statement.exportClause && parser.isNamedExports(statement.exportClause)
        ? statement.exportClause.elements.map(({ name }) => nameIn(name))
        : []
    const isExported =
      parser.canHaveModifiers(statement) &&
      parser.getModifiers(statement)?.some(({ kind }) => kind === parser.SyntaxKind.ExportKeyword)
    if (!isExported) return []
    if (parser.isVariableStatement(statement))
      return statement.declarationList.declarations.flatMap(({ name }) =>
        parser.isIdentifier(name) ? [parser.idText(name)] : [],
      )
    if (parser.isFunctionDeclaration(statement) || parser.isClassDeclaration(statement))
      return statement.name ? [parser.idText(statement.name)] : []
    return []
  })
}

function nameIn(node: ts.ModuleExportName): string {
  return parser.isIdentifier(node) ? parser.idText(node) : node.text
}

function functionScope(file: ts.SourceFile, range: Range): Range {
  const named = innermost(file, file, range, isNamedScope)
  if (named) return rangeOf(file, named)
  const statement = file.statements.find((node) => contains(rangeOf(file, node), range))
  return withLines(file, statement ? rangeOf(file, statement) : range, 2)
}

/** A function, method or class with a name of its own; an arrow function when it is bound to one. */
function isNamedScope(node: ts.Node): boolean {
  if (parser.isFunctionDeclaration(node) || parser.isClassDeclaration(node)) return node.name !== undefined
  if (parser.isMethodDeclaration(node) || parser.isConstructorDeclaration(node) || parser.isAccessor(node))
    return true
  return (
    (parser.isVariableStatement(node) &&
      node.declarationList.declarations.some(({ initializer }) => isFunction(initializer))) ||
    ((parser.isPropertyAssignment(node) || parser.isPropertyDeclaration(node)) &&
      isFunction(node.initializer))
  )
}

function isFunction(node: ts.Expression | undefined): boolean {
  return (
    node !== undefined &&
    (parser.isArrowFunction(node) || parser.isFunctionExpression(node) || parser.isClassExpression(node))
  )
}

function isBlock(node: ts.Node): boolean {
  return parser.isBlock(node) || parser.isCaseBlock(node) || parser.isModuleBlock(node)
}

function innermost(
  file: ts.SourceFile,
  node: ts.Node,
  range: Range,
  isWanted: (node: ts.Node) => boolean,
): ts.Node | null {
  const inside = parser.forEachChild(node, (child) =>
    contains(rangeOf(file, child), range) ? innermost(file, child, range, isWanted) : undefined,
  )
  return inside ?? (isWanted(node) ? node : null)
}

function contains(outer: Range, inner: Range): boolean {
  return outer.start <= inner.start && inner.end <= outer.end
}

function rangeOf(file: ts.SourceFile, node: ts.Node): Range {
  return { start: parser.getTokenPosOfNode(node, file), end: node.end }
}

/** The range widened to whole lines and some more on either side. */
function withLines(file: ts.SourceFile, { start, end }: Range, extra: number): Range {
  const lineOf = (offset: number) => parser.getLineAndCharacterOfPosition(file, offset).line
  const startOf = (line: number) => parser.getPositionOfLineAndCharacter(file, line, 0)
  const first = Math.max(0, lineOf(start) - extra)
  const next = lineOf(end) + extra + 1
  const isInside = next <= lineOf(file.text.length)
  return { start: startOf(first), end: isInside ? startOf(next) - 1 : file.text.length }
}
