import { version } from '../../../core/version.ts'
import { actionShape } from '../../../model/action.ts'
import { publishedObservationShape } from '../../../model/observation.ts'
import type { Split } from '../../../model/policy-words.ts'
import { stateShape } from '../../../model/state.ts'
import type { OpenBundle, Row } from '../../../runtime/bundle/opened.ts'
import { chooseRow } from '../../../runtime/environment/choose-row.ts'
import { tools } from '../../../runtime/server/tools.ts'
import { perfectActions } from './perfect-actions.ts'
import { pythonModels } from './python-models.ts'

/** A name for an environment, as Python writes a package's. */
export const environmentName = /^[a-z][a-z0-9]*(_[a-z0-9]+)*_env$/

/** What every environment's folder is made from, by path: texts with `{{words}}` to fill in. */
export type Skeleton = ReadonlyMap<string, string>

/** Megabytes that a server needs, with room to spare. */
const MEMORY = { typescript: 512, python: 1536 }
/** How many seeds are tried for one that draws a row with something to find. */
const SEEDS = 1000

/** Whether the bundle has programs that Python runs. */
export function needsPython(bundle: OpenBundle): boolean {
  return [...bundle.tasks.values()].some(([row]) => row?.task.language === 'python')
}

/** The texts of a deployable folder, by path; what runs the server and the bundle itself lie beside them. */
export function folderTexts(
  bundle: OpenBundle,
  name: string,
  skeleton: Skeleton,
): ReadonlyMap<string, string> {
  const words = wordsOf(bundle, name)
  const filled = [...skeleton].map(([path, text]) => [path, fill(text, words)] as const)
  return new Map([
    ...filled,
    ['models.py', modelsText(words)],
    ['validation/runtime.json', probeText(bundle)],
    ['runtime/package.json', '{ "private": true, "type": "module" }\n'],
  ])
}

type Words = Readonly<Record<string, string>>

function wordsOf(bundle: OpenBundle, name: string): Words {
  const { sha256, tasks, splits, proof } = bundle
  const key = name.replace(/_env$/, '')
  const parts = key.split('_').map((part) => part.charAt(0).toUpperCase() + part.slice(1))
  const dashed = name.replaceAll('_', '-')
  const rows = [...tasks.values()].flat().length
  const shown = proof ? `proved by reviewgym ${proof.version}` : 'not proved'
  return {
    name,
    key,
    class: parts.join(''),
    title: `${parts.join(' ')} environment`,
    image: dashed,
    distribution: `openenv-${dashed}`,
    version: `${version}+${sha256.slice(0, 12)}`,
    description: `${tasks.size} code review tasks in ${rows} rows, ${shown}`,
    tasks: String(tasks.size),
    train: String(splits.train.length),
    eval: String(splits.eval.length),
    tools: tools.map((tool) => tool.name).join(', '),
    memory: String(needsPython(bundle) ? MEMORY.python : MEMORY.typescript),
    sha256,
    tool: version,
  }
}

function fill(text: string, words: Words): string {
  return text.replace(/\{\{(\w+)\}\}/g, (_, word: string) => {
    const value = words[word]
    if (value === undefined) throw new Error(`The skeleton asks for \`${word}\``)
    return value
  })
}

function modelsText({ class: name }: Words): string {
  const models = pythonModels([
    { name: `${name}Action`, base: 'Action', shape: actionShape },
    { name: `${name}Observation`, base: 'Observation', shape: publishedObservationShape },
    { name: `${name}State`, base: 'State', shape: stateShape },
  ])
  return `"""What this environment's actions, observations and states hold; written from the same shapes as its server's."""

from typing import Annotated, Any, Literal

from openenv.core.env_server.types import Action, Observation, State
from pydantic import BaseModel, ConfigDict, Field


${models}`
}

/** A whole episode for OpenEnv's validator: what the oracle does on the first row drawn that has something to find. */
function probeText(bundle: OpenBundle): string {
  const split = bundle.splits.train.length > 0 ? 'train' : 'eval'
  const draws = Array.from({ length: SEEDS }, (_, seed) => ({ seed, row: drawn(bundle, split, seed) }))
  const chosen = draws.find(({ row }) => row.rubric.items.length > 0) ?? draws[0]
  if (!chosen) throw new Error('No seed was tried')
  const reset = { episode_id: 'validation', seed: chosen.seed, options: { split } }
  const plan = { plan_schema_version: '1', reset, actions: perfectActions(chosen.row) }
  return `${JSON.stringify(plan, null, 2)}\n`
}

function drawn(bundle: OpenBundle, split: Split, seed: number): Row {
  const choice = chooseRow(bundle, { split, seed }, 'agent', () => seed)
  if (!('row' in choice)) throw new Error(`Nothing is drawn in ${split}`)
  return choice.row
}
