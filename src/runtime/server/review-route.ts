import { profileNames } from '../../model/policy-words.ts'
import { integer, json, nullable, object, optional, string, word } from '../../model/shape.ts'
import { createValidator } from '../../model/validator.ts'
import { chooseRow } from '../environment/choose-row.ts'
import { playReview } from '../environment/play-review.ts'
import { type Handler, missingBody, readBody, unprocessable } from './http.ts'
import { DEADLINE_MS, type Service } from './service.ts'

const requestShape = object('A whole review.', {
  task_id: string('The task.', { maxLength: 200 }),
  row: optional(nullable(integer('The row.', { minimum: 0 }))),
  variant: optional(nullable(string('The row by its variant’s name.'))),
  profile: optional(nullable(word('The price list. Default: that of the task’s split.', profileNames))),
  findings: json('The findings.'),
})

const validateRequest = createValidator(requestShape, 'lax')

/** Grades a whole review at once. It would tell an agent everything, so it exists at the author’s desk only. */
export function createReviewRoute(service: Service): Handler {
  return async ({ request }) => {
    const body = await readBody(request)
    if ('response' in body) return body.response
    if (body.value == null) return missingBody()
    const asked = validateRequest(body.value)
    if (!asked.ok) return unprocessable(asked.faults, ['body'])
    const { findings, profile, task_id, row, variant } = asked.value
    const place = { task_id, ...(row != null && { row }), ...(variant != null && { variant }) }
    const choice = chooseRow(service.bundle, place, service.desk, () => service.drawSeed())
    if ('kind' in choice) return unprocessable([choice], ['body'])
    const prices = profile ?? service.policies[choice.row.task.split].profile
    const { sandbox, deadline = DEADLINE_MS } = service
    const result = await playReview(sandbox, choice.row, prices, findings, { deadline })
    return 'faults' in result ? unprocessable(result.faults, ['body', 'findings']) : Response.json(result)
  }
}
