import { locateKey } from '../../syntax/tree.ts'
import { composeVariant } from '../../task/compose.ts'
import type { LintRule } from '../rule.ts'

/** A change that is none shows that nothing is left to find. */
export const noEmptyChange: LintRule = {
  name: 'no-empty-change',
  severity: 'error',
  summary: 'What a snippet was before the change differs from it in every served program.',
  *check(task) {
    const programs = task.variants.map(({ name, present }) => ({
      name,
      files: composeVariant(task, present),
    }))
    for (const [index, { path, before }] of task.files.entries()) {
      if (typeof before === 'string') continue
      const same = programs.find(({ files }) => files[index]?.text === before.code.text)
      if (!same) continue
      yield {
        span: locateKey(task.source.root, ['snippets', index, 'before']),
        message: `On the variant \`${same.name}\` the change does nothing to \`${path}\``,
        hint: 'A change brings something besides its defects; leave `before` out where it leaves the file alone',
      }
    }
  },
}
