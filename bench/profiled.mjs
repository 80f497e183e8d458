// `node --import ./bench/profiled.mjs …` profiles from one SIGUSR2 to the next, and writes what it saw to PROFILE: so what
// is only done to begin is not in it.
import { writeFileSync } from 'node:fs'
import { Session } from 'node:inspector/promises'
import process from 'node:process'

const session = new Session()
session.connect()
let isOn = false
process.on('SIGUSR2', async () => {
  if (isOn) {
    const { profile } = await session.post('Profiler.stop')
    writeFileSync(process.env.PROFILE, JSON.stringify(profile))
  } else {
    await session.post('Profiler.enable')
    await session.post('Profiler.setSamplingInterval', { interval: 500 })
    await session.post('Profiler.start')
  }
  isOn = !isOn
})
