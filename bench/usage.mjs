// Loaded before a program that is measured: at its end, what it used goes to the pipe that `usageOf` reads.
import { writeSync } from 'node:fs'
import process from 'node:process'

const PIPE = 3

process.on('exit', () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage()
  const usage = { megabytes: maxRSS / 1024, seconds: (userCPUTime + systemCPUTime) / 1e6 }
  writeSync(PIPE, JSON.stringify(usage))
})
