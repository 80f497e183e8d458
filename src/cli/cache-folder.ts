import { homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'

/** Where what is slow to make is kept for this user, whatever the corpus; null where there is no such place. */
export function cacheFolder(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string | null {
  const { XDG_CACHE_HOME: named = '' } = env
  if (isAbsolute(named)) return join(named, 'reviewgym')
  if (platform === 'win32') return null
  try {
    return join(homedir(), platform === 'darwin' ? 'Library/Caches' : '.cache', 'reviewgym')
  } catch {
    return null
  }
}
