import { createHash } from 'node:crypto'
import { closing, type PackedBundle } from '../author/compile/bundle-pieces.ts'
import { type Host, UsageError } from './host.ts'
import { reasonOf } from './read-corpus.ts'

/** So many characters are hashed or written before somebody else has his turn. */
const AT_ONCE = 4_000_000

/** Something else is to be done first. */
class Overdue extends Error {}

interface Written {
  readonly path: string
  /** The bundle's own hash. */
  readonly sha256: string
  /** The SHA-256 of the whole file. */
  readonly fileHash: string
}

/** Hashes a bundle and writes it where it is wanted, or under its hash. */
export async function writePacked(bundle: PackedBundle, output: string | null, host: Host): Promise<Written> {
  return (await writeUnlessOverdue(bundle, output, host, () => false)) as Written
}

/** The same bit by bit; null where that was overdue, and then nothing is written. */
export async function writeUnlessOverdue(
  bundle: PackedBundle,
  output: string | null,
  host: Host,
  isOverdue: () => boolean,
): Promise<Written | null> {
  const rest = async () => {
    await host.clock.wait(0)
    if (isOverdue()) throw new Overdue()
  }
  try {
    const hash = createHash('sha256')
    for (const part of partsOf(bundle, '')) {
      hash.update(part)
      await rest()
    }
    const sha256 = hash.copy().update(closing(null)).digest('hex')
    const fileHash = hash.update(closing(sha256)).digest('hex')
    const path = output ?? `.reviewgym/${sha256}.json`
    await write(path, partsOf(bundle, closing(sha256)), host, rest)
    return { path, sha256, fileHash }
  } catch (cause) {
    if (cause instanceof Overdue) return null
    throw cause
  }
}

async function write(
  path: string,
  parts: Iterable<string>,
  host: Host,
  rest: () => Promise<void>,
): Promise<void> {
  try {
    await host.writePieces(path, async (sink) => {
      for (const part of parts) {
        await sink.append(part)
        await rest()
      }
    })
  } catch (cause) {
    if (cause instanceof Overdue) throw cause
    throw new UsageError(`\`${path}\` cannot be written (${reasonOf(cause)})`)
  }
}

function* partsOf(bundle: PackedBundle, end: string): Iterable<string> {
  let part: string[] = []
  let length = 0
  for (const piece of bundle.pieces()) {
    part.push(piece)
    length += piece.length
    if (length < AT_ONCE) continue
    yield part.join('')
    part = []
    length = 0
  }
  yield part.join('') + end
}
