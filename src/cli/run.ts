import type { CommandEntry } from './command.ts'
import type { ExitCode, Host } from './host.ts'
import { runProgram } from './program.ts'

/** Every command, in the order of the help. */
export const commands: readonly CommandEntry[] = [
  {
    name: 'init',
    input: '[dir]',
    summary: 'Start a corpus: settings, one task, editor and CI; never overwrites',
    load: async () => (await import('./commands/init.ts')).initCommand,
  },
  {
    name: 'new',
    input: '[id]',
    summary: 'Write a new task from a template: it compiles and is proved as it is',
    load: async () => (await import('./commands/new.ts')).newCommand,
  },
  {
    name: 'lint',
    input: '[patterns...]',
    summary: 'Check tasks without running any of their code',
    load: async () => (await import('./commands/lint.ts')).lintCommand,
  },
  {
    name: 'fmt',
    input: '[patterns...]',
    summary: 'Write tasks in their canonical form; comments, block texts and quotes stay',
    load: async () => (await import('./commands/fmt.ts')).fmtCommand,
  },
  {
    name: 'migrate',
    input: '[files...]',
    summary: 'Write tasks, bundles and trajectories of an older format in the current one',
    load: async () => (await import('./commands/migrate.ts')).migrateCommand,
  },
  {
    name: 'prove',
    input: '[patterns...]',
    summary: 'Run what tasks claim: every witness and test on every variant',
    load: async () => (await import('./commands/prove.ts')).proveCommand,
  },
  {
    name: 'compile',
    input: '[patterns...]',
    summary: 'Compile tasks into a bundle',
    load: async () => (await import('./commands/compile.ts')).compileCommand,
  },
  {
    name: 'serve',
    input: '[bundle]',
    summary: 'Serve a bundle as an OpenEnv environment',
    load: async () => (await import('./commands/serve.ts')).serveCommand,
  },
  {
    name: 'attack',
    input: '[bundle]',
    summary: 'Let cheaters play every task, and say what they earn',
    load: async () => (await import('./commands/attack.ts')).attackCommand,
  },
  {
    name: 'eval',
    input: '[bundle]',
    summary: 'Play rows with an agent or a model and write a run folder',
    load: async () => (await import('./commands/eval.ts')).evalCommand,
  },
  {
    name: 'replay',
    input: '<run>',
    summary: 'Play recorded episodes again and compare every reward, byte for byte',
    load: async () => (await import('./commands/replay.ts')).replayCommand,
  },
  {
    name: 'regrade',
    input: '<run>',
    summary: 'Grade recorded episodes under another bundle and show which line changed what',
    load: async () => (await import('./commands/regrade.ts')).regradeCommand,
  },
  {
    name: 'triage',
    input: '<runs...>',
    summary: 'Collect what several rollouts report and the rubric does not know, for the author to decide',
    load: async () => (await import('./commands/triage.ts')).triageCommand,
  },
  {
    name: 'report',
    input: '<runs...>',
    summary: 'Write one page about runs that needs no server and no network',
    load: async () => (await import('./commands/report.ts')).reportCommand,
  },
  {
    name: 'export',
    input: '<target> <source>',
    summary: 'Write a bundle as a folder to deploy, or recorded episodes as training data',
    load: async () => (await import('./commands/export.ts')).exportCommand,
  },
  {
    name: 'grade',
    input: '<files...>',
    summary: 'Grade one review offline',
    load: async () => (await import('./commands/grade.ts')).gradeCommand,
  },
  {
    name: 'stats',
    input: '[patterns...]',
    summary: 'Count what a corpus holds, and say what it lacks',
    load: async () => (await import('./commands/stats.ts')).statsCommand,
  },
  {
    name: 'explain',
    input: '[code]',
    summary: 'Print the page of a diagnostic, or the codes of all',
    load: async () => (await import('./commands/explain.ts')).explainCommand,
  },
  {
    name: 'schema',
    input: '[name]',
    summary: 'Print the JSON Schema of a shape, or the names of all',
    load: async () => (await import('./commands/schema.ts')).schemaCommand,
  },
  {
    name: 'completion',
    input: '<shell>',
    summary: 'Print the script by which a shell completes this command line',
    load: async () => (await import('./commands/completion.ts')).completionCommand,
  },
]

/** Runs one command line of reviewgym. Answers the exit code. */
export async function run(args: readonly string[], host: Host): Promise<ExitCode> {
  return runProgram(commands, args, host)
}
