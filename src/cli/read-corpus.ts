import { dirname } from 'node:path'
import type { TaskFileContent } from '../author/compile/file-content.ts'
import { CONFIG_FILE } from '../author/lint/config-file.ts'
import { type Host, UsageError } from './host.ts'

/** The task files that patterns name: files, folders or globs. Sorted, each once. */
export async function readCorpus(
  patterns: readonly string[],
  host: Host,
): Promise<readonly TaskFileContent[]> {
  const paths = await listCorpus(patterns, host)
  return Promise.all(paths.map((path) => readOne(path, host)))
}

/** Their paths alone. */
export async function listCorpus(patterns: readonly string[], host: Host): Promise<readonly string[]> {
  const found = await Promise.all(patternsOr(patterns).map((one) => expand(one, host)))
  return [...new Set(found.flat())].filter((path) => !isConfig(path)).sort()
}

/** Where the files of patterns are, or may be one day: folders, and whether those below them count. */
export async function foldersOf(
  patterns: readonly string[],
  host: Host,
): Promise<ReadonlyMap<string, 'itself' | 'below'>> {
  const folders = new Map<string, 'itself' | 'below'>()
  for (const pattern of patternsOr(patterns)) {
    const path = plainPath(pattern)
    const entry = await host.entryAt(path)
    if (entry === 'folder') folders.set(path, 'below')
    else if (entry === 'file') folders.set(dirname(path), folders.get(dirname(path)) ?? 'itself')
    // A folder that is still to come cannot be watched; of a glob, what stands before its first wild card can.
    else folders.set(WILD.test(path) ? dirname(path.replace(WILD, '_')) : path, 'below')
  }
  return folders
}

const WILD = /[^/]*[*?[{(!@+].*$/s

function patternsOr(patterns: readonly string[]): readonly string[] {
  return patterns.length === 0 ? ['tasks'] : patterns
}

function plainPath(pattern: string): string {
  return pattern.replaceAll('\\', '/').replace(/\/+$/, '') || '/'
}

/** The settings of the corpus in the working folder; null where it has none. */
export async function readConfig(host: Host): Promise<TaskFileContent | null> {
  return (await host.entryAt(CONFIG_FILE)) === 'nothing' ? null : readOne(CONFIG_FILE, host)
}

function isConfig(path: string): boolean {
  return path === CONFIG_FILE || path.endsWith(`/${CONFIG_FILE}`)
}

async function expand(pattern: string, host: Host): Promise<readonly string[]> {
  const path = plainPath(pattern)
  const entry = await host.entryAt(path)
  if (entry === 'file' || (entry === 'folder' && /\.ya?ml$/.test(path))) return [path]
  if (entry === 'folder') {
    const names = (await host.filesBelow(path)).filter((name) => /\.ya?ml$/.test(name))
    if (names.length > 0) return names.map((name) => (path === '.' ? name : `${path}/${name}`))
    throw new UsageError(
      `There is no task in \`${path}\``,
      `Tasks are files like \`${path}/orders/order-search.yaml\``,
    )
  }
  const matches = await host.glob(path, null)
  if (matches.length > 0) return matches
  throw new UsageError(
    `No file matches \`${pattern}\``,
    'Name task files, folders of them, or a quoted pattern',
  )
}

/** One file, be it readable or not. */
export async function readOne(path: string, host: Host): Promise<TaskFileContent> {
  try {
    return { path, bytes: await host.readFile(path) }
  } catch (cause) {
    if (reasonOf(cause) === 'EISDIR') return { path, unreadable: 'This is a folder, not a file' }
    return { path, unreadable: `It cannot be read (${reasonOf(cause)})` }
  }
}

/** The operating system's word for what went wrong: `EACCES`. */
export function reasonOf(cause: unknown): string {
  const code = cause instanceof Error ? Reflect.get(cause, 'code') : null
  return typeof code === 'string' ? code : String(cause)
}
