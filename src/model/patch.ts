import { type Infer, list, nullable, object, optional, string } from './shape.ts'

/** How much one patch may say. What it may change is measured against the served files when it is applied. */
const MAX_FILES = 6
const MAX_EDITS = 40
const MAX_CHARACTERS = 65_536

const path = string('A file under review.', { minLength: 1, maxLength: 200 })

/** A changed program: whole files, or edits of the served ones. What it does not name stays as served. */
export const patchShape = object('A change of the served program: `files`, `edits`, or both.', {
  files: optional(
    nullable(
      list(
        'Whole files in place of the served ones.',
        object('A file.', { path, code: string('Its whole text.', { maxLength: MAX_CHARACTERS }) }),
        { minItems: 1, maxItems: MAX_FILES },
      ),
    ),
  ),
  edits: optional(
    nullable(
      list(
        'Replacements in served files, made one after the other.',
        object('One replacement.', {
          path,
          find: string('Text that occurs exactly once in the file, as the edits before have left it.', {
            minLength: 1,
            maxLength: MAX_CHARACTERS,
          }),
          replace: string('What stands there afterwards.', { maxLength: MAX_CHARACTERS }),
        }),
        { minItems: 1, maxItems: MAX_EDITS },
      ),
    ),
  ),
})

export type Patch = Infer<typeof patchShape>
