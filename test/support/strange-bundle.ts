import { canonicalJson, sha256 } from '../../src/core/canonical-json.ts'
import type { Bundle } from '../../src/model/bundle.ts'
import { compiledPair } from './corpus.ts'

type ConceptSources = Bundle['private']['concepts']

/** The pair of tasks with other concepts: a bundle that nobody has compiled, under the hash of what it holds. */
export async function bundleWithConcepts(change: (own: ConceptSources) => ConceptSources): Promise<string> {
  const { sha256: _, ...content } = JSON.parse((await compiledPair()).text) as Bundle
  const secret = { ...content.private, concepts: change(content.private.concepts) }
  const changed = { ...content, private: secret }
  return `${canonicalJson({ ...changed, sha256: sha256(canonicalJson(changed)) })}\n`
}
