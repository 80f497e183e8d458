import type { Reporter, TestModule } from 'vitest/node'

/** Ends the run with `N passed, N failed`, which every reader of logs understands. Skips fail a run in CI. */
export default class PlainCount implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const states = modules.flatMap((module) =>
      [...module.children.allTests()].map((test) => test.result().state),
    )
    const count = (state: string) => states.filter((one) => one === state).length
    const broken = modules.filter((module) => module.errors().length > 0).length
    const skipped = count('skipped') > 0 ? `, ${count('skipped')} skipped` : ''
    process.stdout.write(`${count('passed')} passed, ${count('failed') + broken} failed${skipped}\n`)
    if (process.env.CI && count('skipped') > 0) {
      process.stdout.write('A skipped test fails a run in CI\n')
      process.exitCode = 1
    }
  }
}
