import { createRequire } from 'node:module'
import type { ts } from 'ts-morph'

/** What the public types leave out: where a node begins, without what stands before it. */
interface Inner {
  getTokenPosOfNode(node: ts.Node, file: ts.SourceFile): number
}

/** TypeScript's parser; `dist/` has it without the rest of the compiler (`scripts/typescript-parser.mjs`). */
export const {
  canHaveModifiers,
  createSourceFile,
  forEachChild,
  getLeadingCommentRanges,
  getLineAndCharacterOfPosition,
  getModifiers,
  getPositionOfLineAndCharacter,
  getTokenPosOfNode,
  getTrailingCommentRanges,
  idText,
  isAccessor,
  isArrowFunction,
  isBlock,
  isCallExpression,
  isCaseBlock,
  isClassDeclaration,
  isClassExpression,
  isConstructorDeclaration,
  isExportDeclaration,
  isExternalModuleReference,
  isFunctionDeclaration,
  isFunctionExpression,
  isIdentifier,
  isImportDeclaration,
  isImportTypeNode,
  isLiteralTypeNode,
  isMethodDeclaration,
  isModuleBlock,
  isNamedExports,
  isPrivateIdentifier,
  isPropertyAssignment,
  isPropertyDeclaration,
  isStringLiteralLike,
  isVariableStatement,
  JSDocParsingMode,
  preProcessFile,
  ScriptKind,
  ScriptTarget,
  SyntaxKind,
} = (createRequire(import.meta.url)('ts-morph') as { readonly ts: typeof ts & Inner }).ts
