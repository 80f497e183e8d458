import type { Bundle } from '../model/bundle.ts'
import type { AttackedTask, AttackOptions } from '../rollout/attack/attack-bundle.ts'
import type { Host } from './host.ts'

const FOLDER = '.reviewgym/attacks'

interface Kept extends Pick<AttackOptions, 'recall' | 'report'> {
  save(): Promise<void>
}

/**
 * What attacks on the same tasks found before, by content, grading rules and battery: a folder of files that may be
 * deleted at any time. Without a host nothing is kept.
 */
export async function keptAttacks(
  bundle: Bundle,
  plan: Omit<AttackOptions, 'recall' | 'report'>,
  host: Host | null,
): Promise<Kept> {
  if (host === null) return { recall: () => null, report() {}, async save() {} }
  const { attackKey } = await import('../rollout/attack/attack-bundle.ts')
  const known = new Map<string, AttackedTask>()
  const fresh: AttackedTask[] = []
  for (const { id } of bundle.public.tasks) {
    const key = attackKey(bundle, id, plan)
    const before = await readKept(`${FOLDER}/${key}.json`, key, host)
    if (before) known.set(key, before)
  }
  return {
    recall: (key) => known.get(key) ?? null,
    report: (task) => void fresh.push(task),
    async save() {
      for (const task of fresh) await host.writeFile(`${FOLDER}/${task.key}.json`, JSON.stringify(task))
    },
  }
}

/** A file that is missing, cut off or of something else counts as not there. */
async function readKept(path: string, key: string, host: Host): Promise<AttackedTask | null> {
  if ((await host.entryAt(path)) !== 'file') return null
  try {
    const value = JSON.parse(new TextDecoder().decode(await host.readFile(path))) as AttackedTask
    return value.key === key ? value : null
  } catch {
    return null
  }
}
