import { test } from 'vitest'
import { compiledCorpus } from './support/corpus.ts'
import { labelledFindings, measureFindings, recallOf } from './support/findings.ts'

test('tuned half', async () => {
  const { bundle } = await compiledCorpus()
  const measured = measureFindings(bundle, labelledFindings('tuned'))
  const only = process.env.TASK
  for (const m of measured) {
    if (only && m.task !== only) continue
    const good = m.truth === 'explains' ? m.class === 'matched' : m.class !== 'matched'
    if (!good || m.class === 'located')
      console.log(
        `${m.truth}/${m.intent} ${m.voice} ${m.task} ${m.item} -> ${m.class} ${m.about}\n   ${m.finding.kind} | ${m.finding.title} | ${m.finding.message}`,
      )
  }
  console.log(recallOf(measured), only ? recallOf(measured.filter((m) => m.task === only)) : '')
})
