import { useState } from 'preact/hooks'
import { type Filter, filterTasks, type ListedTask } from './catalog.ts'
import { counted } from './words.tsx'

const NOTHING: Filter = { words: '', language: '', difficulty: '', split: '' }
const choices = ['language', 'difficulty', 'split'] as const
const labels = { language: 'Language', difficulty: 'Difficulty', split: 'Split' } as const

/** All tasks, with what narrows them. */
export function TaskList({ tasks }: { readonly tasks: readonly ListedTask[] }) {
  const [filter, setFilter] = useState(NOTHING)
  const found = filterTasks(tasks, filter)
  const set = (change: Partial<Filter>) => setFilter({ ...filter, ...change })
  return (
    <main class="page">
      <h1>Tasks</h1>
      <search class="filters">
        <label>
          Search
          <input
            type="search"
            value={filter.words}
            onInput={({ currentTarget }) => set({ words: currentTarget.value })}
          />
        </label>
        {choices.map((key) => (
          <label key={key}>
            {labels[key]}
            <select value={filter[key]} onChange={({ currentTarget }) => set({ [key]: currentTarget.value })}>
              <option value="">any</option>
              {[...new Set(tasks.map((task) => task[key]))].sort().map((value) => (
                <option key={value}>{value}</option>
              ))}
            </select>
          </label>
        ))}
      </search>
      <p role="status">
        {found.length === tasks.length ? '' : `${found.length} of `}
        {counted(tasks.length, 'task')}
      </p>
      <ul class="tasks">
        {found.map((task) => (
          <li key={task.task_id}>
            <a href={`#${task.task_id}`}>
              <strong>{task.title}</strong>
              <span class="facts">
                {task.language} · {task.difficulty} · {task.split} · {counted(task.rows, 'program')}
              </span>
              <span class="tags">{task.tags.join(', ')}</span>
            </a>
          </li>
        ))}
      </ul>
    </main>
  )
}
