import { type Infer, list, nullable, object, string, word } from './shape.ts'

/**
 * What became of a patch that was run: `unloadable` does not load, `changes-api` exports something else than the served
 * files, `fails-tests` breaks what holds on every variant, `accepted` none of these.
 */
export const patchVerdicts = ['accepted', 'unloadable', 'changes-api', 'fails-tests'] as const

const itemIds = (description: string) => list(description, string('An item.'))

export const patchVerdictShape = object('What running a patch showed.', {
  verdict: word('What became of it.', patchVerdicts),
  problem: nullable(string('Why it does not load or what it exports otherwise; null where nothing is told.')),
  fixed: itemIds('The items whose cases all come out as they should; none unless it was accepted.'),
})

/** What running showed of one action: data that grading is given, and that a replay feeds back. */
export const verdictsShape = object('What running showed of one action.', {
  witnesses: list(
    'For each finding of the action the items that its witness proves.',
    itemIds('None where there is no witness, or where it proves nothing.'),
  ),
  patch: nullable(patchVerdictShape),
})

export type Verdicts = Infer<typeof verdictsShape>
export type PatchVerdict = Infer<typeof patchVerdictShape>

/** For an action that nothing had to be run for. */
export const nothingRan: Verdicts = { witnesses: [], patch: null }
