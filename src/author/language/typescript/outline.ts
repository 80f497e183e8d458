import { ts } from 'ts-morph'
import { once } from '../../../core/once.ts'
import type { ImportedName, Outline, Range, SyntaxFault } from '../language.ts'

/** Parses one file. Faults come with positions; the rest is as good as the parser could make of it, read when it is asked for. */
export function outline(path: string, code: string): Outline {
  const file = ts.createSourceFile(path, code, ts.ScriptTarget.ES2023, false, ts.ScriptKind.TS)
  const imports = once(() => importedNames(file))
  const remarks = once(() => comments(file))
  const loose = once(() => looseTypes(file))
  const names = once(() => namesAndScopes(file))
  const exports = once(() => exportedNames(file))
  return {
    faults: syntaxFaults(file),
    undefinedNames: [],
    get imports() {
      return imports()
    },
    get comments() {
      return remarks()
    },
    get looseTypes() {
      return loose()
    },
    get identifiers() {
      return names().identifiers
    },
    get scopes() {
      return names().scopes
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
    message: ts.flattenDiagnosticMessageText(messageText, ' ').replace(/\.$/, ''),
    hint: null,
  }))
}

/** Static and dynamic imports, re-exports, import types and references: every way of naming another module. */
function importedNames(file: ts.SourceFile): readonly ImportedName[] {
  const found: ImportedName[] = []
  const add = (node: ts.Node | undefined) => {
    if (node && ts.isStringLiteralLike(node))
      found.push({ specifier: node.text, members: [], ...rangeOf(file, node) })
  }
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) add(node.moduleSpecifier)
    else if (ts.isExternalModuleReference(node)) add(node.expression)
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal)
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      add(node.arguments[0])
    ts.forEachChild(node, visit)
  }
  visit(file)
  const references = [file.referencedFiles, file.typeReferenceDirectives, file.libReferenceDirectives].flat()
  return [
    ...found,
    ...references.map(({ fileName, pos, end }) => ({ specifier: fileName, members: [], start: pos, end })),
  ]
}

function comments(file: ts.SourceFile): Outline['comments'] {
  const found = new Map<number, Outline['comments'][number]>()
  const visit = (node: ts.Node): void => {
    for (const { pos, end } of ts.getLeadingCommentRanges(file.text, node.getFullStart()) ?? [])
      found.set(pos, { start: pos, end, text: file.text.slice(pos, end).replace(/^[/*\s]+|[/*\s]+$/g, '') })
    for (const { pos, end } of ts.getTrailingCommentRanges(file.text, node.getEnd()) ?? [])
      found.set(pos, { start: pos, end, text: file.text.slice(pos, end).replace(/^[/*\s]+|[/*\s]+$/g, '') })
    ts.forEachChild(node, visit)
  }
  visit(file)
  return [...found.values()]
}

/** `any`, and comments that silence the checker. */
function looseTypes(file: ts.SourceFile): readonly Range[] {
  const found: Range[] = []
  const visit = (node: ts.Node): void => {
    if (node.kind === ts.SyntaxKind.AnyKeyword) found.push(rangeOf(file, node))
    ts.forEachChild(node, visit)
  }
  visit(file)
  const silenced = [...file.text.matchAll(/@ts-(?:ignore|expect-error|nocheck)\b/g)]
  return [...found, ...silenced.map(({ 0: word, index }) => ({ start: index, end: index + word.length }))]
}

function namesAndScopes(file: ts.SourceFile): Pick<Outline, 'identifiers' | 'scopes'> {
  const identifiers = new Set<string>()
  const scopes: Range[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) || ts.isPrivateIdentifier(node)) identifiers.add(node.text)
    if (isNamedScope(node)) scopes.push(rangeOf(file, node))
    ts.forEachChild(node, visit)
  }
  visit(file)
  return { identifiers: [...identifiers], scopes }
}

function exportedNames(file: ts.SourceFile): readonly string[] {
  return file.statements.flatMap((statement) => {
    if (ts.isExportDeclaration(statement))
      return statement.exportClause && ts.isNamedExports(statement.exportClause)
        ? statement.exportClause.elements.map(({ name }) => name.text)
        : []
    const isExported =
      ts.canHaveModifiers(statement) &&
      ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)
    if (!isExported) return []
    if (ts.isVariableStatement(statement))
      return statement.declarationList.declarations.flatMap(({ name }) =>
        ts.isIdentifier(name) ? [name.text] : [],
      )
    if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement))
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
  if (ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node)) return node.name !== undefined
  if (ts.isMethodDeclaration(node) || ts.isConstructorDeclaration(node) || ts.isAccessor(node)) return true
  return (
    (ts.isVariableStatement(node) &&
      node.declarationList.declarations.some(({ initializer }) => isFunction(initializer))) ||
    ((ts.isPropertyAssignment(node) || ts.isPropertyDeclaration(node)) && isFunction(node.initializer))
  )
}

function isFunction(node: ts.Expression | undefined): boolean {
  return (
    node !== undefined &&
    (ts.isArrowFunction(node) || ts.isFunctionExpression(node) || ts.isClassExpression(node))
  )
}

function isBlock(node: ts.Node): boolean {
  return ts.isBlock(node) || ts.isCaseBlock(node) || ts.isModuleBlock(node)
}

function innermost(
  file: ts.SourceFile,
  node: ts.Node,
  range: Range,
  isWanted: (node: ts.Node) => boolean,
): ts.Node | null {
  const inside = ts.forEachChild(node, (child) =>
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
