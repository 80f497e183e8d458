// Graded steps a second over /ws, beside a bare echo and beside OpenEnv's own server with an echo environment.
import process from 'node:process'
import { ensurePython } from '../scripts/python.mjs'
import { echoScript, recordScript } from './conversation.mjs'
import { corpusBundle, median, reviewgym, started, startedAt, underLoad } from './serving.mjs'

export const name = 'steps over /ws'
export const beside = 'a bare ws and JSON echo; OpenEnv’s server with an echo environment'
export const target = '≥ 0.5 × the echo at 64 and 512; ≥ 10 × OpenEnv’s; p99 at 512 ≤ 2 × the echo’s'

/** What is measured, in turns, for each number of sockets. */
export async function run({
  rounds = 3,
  seconds = 3,
  warmup = 1,
  prime = 12_000,
  sockets: counts = [1, 64, 512, 2000],
  workers = true,
  openenv = true,
} = {}) {
  const bundle = await corpusBundle()
  const ours = await reviewgym(bundle)
  const running = [ours]
  try {
    const { path: script, ...about } = await recordScript(bundle, ours.url)
    const echo = await started(process.execPath, ['bench/bare-echo.mjs', script])
    running.push(echo)
    const visited = [
      { who: 'ours', server: ours, script },
      { who: 'ours, texts that repeat', server: ours, script, texts: 'repeat' },
      { who: 'echo', server: echo, script },
    ]
    if (workers) {
      const server = await reviewgym(bundle, '--workers', '2')
      visited.push({ who: 'ours, WORKERS=2', server, script })
      running.push(server)
    }
    const python = openenv ? await ensurePython() : { missing: 'It was not asked for' }
    if ('path' in python) {
      const server = await startedAt(python.path, (port) => ['bench/openenv-echo.py', String(port)])
      visited.push({ who: 'openenv', server, script: await echoScript(script, 'given back') })
      visited.push({ who: 'openenv, answers as large', server, script: await echoScript(script, 'as large') })
      running.push(server)
    }
    // What is made once for each row, and compiled when it has run often, is not what is asked about.
    for (const { server, script: said } of visited)
      await underLoad(server, { script: said, sockets: 64, seconds: 1, warmup, primed: prime })
    const figures = []
    for (const sockets of [counts].flat()) {
      const found = new Map(visited.map(({ who }) => [who, []]))
      for (let round = 0; round < rounds; round += 1)
        for (const { who, server, script: said, texts } of visited)
          found.get(who).push(await underLoad(server, { script: said, texts, sockets, seconds, warmup }))
      const of = (who, key) => median(found.get(who).map((one) => one[key]))
      for (const { who } of visited) {
        const beside = who.includes('openenv') || who.includes('WORKERS') ? 'ours' : 'echo'
        figures.push({
          what: `${sockets} sockets, ${who}`,
          rate: Math.round(of(who, 'rate')),
          p50: of(who, 'p50'),
          p99: of(who, 'p99'),
          cost: of(who, 'cost'),
          load: of(who, 'load'),
          ...(who !== 'echo' && {
            beside,
            ratio: of(who, 'rate') / of(beside, 'rate'),
            cost_ratio: of(who, 'cost') / of(beside, 'cost'),
            p99_ratio: of(who, 'p99') / of(beside, 'p99'),
          }),
        })
      }
    }
    return { about, figures }
  } finally {
    for (const server of running) await server.stop()
  }
}
