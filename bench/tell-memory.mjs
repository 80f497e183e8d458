// `node --expose-gc --import ./bench/tell-memory.mjs …` tells on SIGUSR2 what is in use once nothing is left to throw away.
import process from 'node:process'

process.on('SIGUSR2', () => {
  gc()
  const { heapUsed, external, rss } = process.memoryUsage()
  console.log(JSON.stringify({ used: heapUsed + external, held: rss }))
})
