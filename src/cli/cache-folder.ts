import { isAbsolute, join } from 'node:path'

/** Where what is slow to make is kept for this user, whatever the corpus; null where there is no such place. */
export function cacheFolder(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string | null {
  const { XDG_CACHE_HOME: named = '', HOME: home = '' } = env
  if (isAbsolute(named)) return join(named, 'reviewgym')
  if (platform === 'win32' || !isAbsolute(home)) return null
  return join(home, platform === 'darwin' ? 'Library/Caches' : '.cache', 'reviewgym')
}
