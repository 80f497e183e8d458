import { append, create, ownKeys, put } from './primordials.ts'
import { textFromUtf8, utf8FromText } from './world/utf8.ts'

/** A file of the in-memory tree. */
export interface FileNode {
  bytes: Uint8Array
  changed: number
}

/** Files and folders by absolute path; the working folder is the root. */
const files = new Map<string, FileNode>()
const folders = new Set<string>(['/'])
let openHandles = 0

export function absolute(path: string): string {
  const kept: string[] = []
  for (const part of `${path}`.split('/')) {
    if (part === '..') kept.pop()
    else if (part !== '' && part !== '.') kept.push(part)
  }
  return `/${kept.join('/')}`
}

export const parentOf = (path: string): string => path.slice(0, path.lastIndexOf('/')) || '/'
export const fileAt = (path: string): FileNode | undefined => files.get(path)
export const isFolder = (path: string): boolean => folders.has(path)

export function putFile(path: string, node: FileNode): void {
  files.set(path, node)
}

export const dropFile = (path: string): boolean => files.delete(path)
export const dropFolder = (path: string): boolean => folders.delete(path)

export function addFolder(path: string): void {
  for (let at = path; !folders.has(at); at = parentOf(at)) folders.add(at)
}

/** Every path under a folder, files and folders, in order. */
export function pathsUnder(folder: string): string[] {
  const prefix = folder === '/' ? '/' : `${folder}/`
  return [...files.keys(), ...folders].filter((path) => path !== '/' && path.startsWith(prefix)).sort()
}

export function countHandle(change: 1 | -1): void {
  openHandles += change
}

export const handlesOpen = (): number => openHandles

/** The texts of a `tree` fixture, put where the file modules find them. */
export function plantFiles(texts: object): void {
  const paths = ownKeys(texts) as string[]
  for (let index = 0; index < paths.length; index += 1) {
    const path = absolute(paths[index] ?? '')
    addFolder(parentOf(path))
    files.set(path, { bytes: utf8FromText(String(Reflect.get(texts, paths[index] ?? ''))), changed: 0 })
  }
}

/** All texts by path, without the leading slash, in order. */
export function filesRead(): object {
  const texts = create(Object.prototype)
  const paths = [...files.keys()].sort()
  for (let index = 0; index < paths.length; index += 1) {
    const path = paths[index] ?? ''
    put(texts, path.slice(1), textFromUtf8(files.get(path)?.bytes ?? new Uint8Array()))
  }
  return texts
}

export const foldersRead = (): string[] => {
  const found: string[] = []
  for (const folder of [...folders].sort()) if (folder !== '/') append(found, folder.slice(1))
  return found
}
