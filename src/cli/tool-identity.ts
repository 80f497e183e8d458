import type { Host } from './host.ts'

/** One hash for all that this tool was built from; null where it does not know. */
export async function toolIdentity(host: Host): Promise<string | null> {
  const sources = await host.readFile(new URL('./.sources', host.sandboxFiles.worker)).catch(() => null)
  return sources && new TextDecoder().decode(sources)
}
