import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Most files wait for processes of their own as much as they compute.
    maxWorkers: Math.max(2, availableParallelism()),
    // For what hangs: how much a machine has to do besides is not tested.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    // What a page or a process shows soon is waited for; a machine that has much to do shows it later.
    expect: { poll: { timeout: 30_000 } },
    reporters: ['default', './test/plain-count.ts'],
  },
})
