/** The public API: compile a corpus, open a bundle, play episodes. Everything else is internal and may change. */
export { compileCorpus } from './author/compile/compile.ts'
export { bundleText } from './author/compile/emit.ts'
export type { TaskFileContent } from './author/compile/file-content.ts'
export { lintCorpus } from './author/compile/lint-corpus.ts'
export type { Diagnostic } from './core/diagnostic.ts'
export { version } from './core/version.ts'
export { type Action, decodeAction, type WireAction } from './model/action.ts'
export type { Bundle } from './model/bundle.ts'
export type { Finding } from './model/finding.ts'
export type { Kind } from './model/kinds/kind.ts'
export { kinds } from './model/kinds/kinds.ts'
export type { Ledger } from './model/ledger.ts'
export type { Observation } from './model/observation.ts'
export { defaultPolicies, type Policy } from './model/policy.ts'
export { schemas } from './model/schemas.ts'
export type { State } from './model/state.ts'
export type { Trajectory } from './model/trajectory.ts'
export type { Verdicts } from './model/verdict.ts'
export { formatPretty } from './report/pretty.ts'
export { type OpenResult, openBundle } from './runtime/bundle/open.ts'
export type { OpenBundle, Row } from './runtime/bundle/opened.ts'
export {
  type Episode,
  needsRunning,
  scoreOf,
  startEpisode,
  stepEpisode,
  type Turn,
} from './runtime/environment/episode.ts'
export { observe } from './runtime/environment/observe.ts'
export { type Failure, type Patience, prepareTurn } from './runtime/environment/prepare.ts'
export { type OpenSandbox, openSandbox, type Sandbox } from './runtime/sandbox/sandbox.ts'
