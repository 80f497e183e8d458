import type { Bundle, FileList, ServedFileList } from '../../model/bundle.ts'

/** A bundle with one task and just what that one needs: what its grading depends on, and nothing else. */
export function sliceOf(bundle: Bundle, id: string): Bundle {
  const shown = bundle.public.tasks.find((task) => task.id === id)
  const hidden = bundle.private.tasks[id]
  if (!shown || !hidden) throw new Error(`There is no task ${id}`)
  const { concepts, heads } = bundle.private
  const named = hidden.items.flatMap(({ evidence: { all, any, none }, remedy }) =>
    [...all, any?.of ?? [], none, ...remedy].flat(),
  )
  const fixed = hidden.rows.flatMap(({ items }) => items.flatMap((item) => item.fixed))
  const unserved: FileList = [...hidden.reference, ...fixed]
  return {
    ...bundle,
    sha256: '',
    proof: null,
    attacks: null,
    public: { tasks: [shown], contents: pick(bundle.public.contents, contentsOf(shown.rows.flat())) },
    private: {
      tasks: { [id]: hidden },
      contents: {
        ...pick(bundle.private.contents, contentsOf(unserved)),
        ...pick(bundle.public.contents, contentsOf(unserved)),
      },
      concepts: pick(concepts, [...named, ...Object.values(heads)]),
      heads,
    },
  }
}

function contentsOf(files: ServedFileList): readonly string[] {
  return files.flatMap(({ content, before, diff }) => [content, before ?? [], diff ?? []].flat())
}

/** Those of a bundle's entries, in the order in which it has them. */
function pick<Value>(from: Readonly<Record<string, Value>>, keys: readonly string[]): Record<string, Value> {
  const wanted = [...new Set(keys)].filter((key) => Object.hasOwn(from, key)).sort()
  return Object.fromEntries(wanted.map((key) => [key, from[key] as Value]))
}
