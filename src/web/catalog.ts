/** A task as the list of them shows it. */
export interface ListedTask {
  readonly task_id: string
  readonly title: string
  readonly language: string
  readonly difficulty: string
  readonly split: string
  readonly tags: readonly string[]
  /** How many programs are served for it. */
  readonly rows: number
}

/** A word for a sort of defect. */
export interface ListedKind {
  readonly id: string
  readonly category: string
  readonly summary: string
}

/** What there is to play, and the words to review it with. */
export interface Catalog {
  readonly tasks: readonly ListedTask[]
  readonly kinds: readonly ListedKind[]
  /** What else this server shows, at an author’s desk alone: `runs`, and the `work` of authors. */
  readonly sections: readonly string[]
  /** Whether this is an author’s desk. */
  readonly isAuthors: boolean
}

/** Reads what an environment offers. Rejects when it does not answer. */
export async function readCatalog(environment: string): Promise<Catalog> {
  const [{ tasks }, { action }, { shows, desk }] = await Promise.all([
    answerOf(`${environment}/tasks`),
    answerOf(`${environment}/schema`),
    answerOf(`${environment}/config`),
  ])
  return { tasks, kinds: action['x-kinds'], sections: shows, isAuthors: desk === 'author' }
}

/** What an address of the server answers. Rejects with words for people when it refuses. */
// biome-ignore lint/suspicious/noExplicitAny: what the server answers is of our own making, and checked by its tests
export async function answerOf(url: string): Promise<any> {
  const response = await fetch(url)
  if (!response.ok) throw new Error(`${url} answers ${response.status}`)
  return response.json()
}

/** What a list of tasks is narrowed by; an empty text narrows nothing. */
export interface Filter {
  readonly words: string
  readonly language: string
  readonly difficulty: string
  readonly split: string
}

/** The tasks that have all the words somewhere in what is shown of them, and the rest as chosen. */
export function filterTasks(tasks: readonly ListedTask[], filter: Filter): readonly ListedTask[] {
  const words = filter.words.toLowerCase().split(/\s+/).filter(Boolean)
  return tasks.filter((task) => {
    const text = [task.title, task.task_id, ...task.tags].join(' ').toLowerCase()
    const isChosen = (['language', 'difficulty', 'split'] as const).every(
      (key) => filter[key] === '' || filter[key] === task[key],
    )
    return isChosen && words.every((word) => text.includes(word))
  })
}
