import type { EpisodeLine, ReportIndex } from '../html/report-data.ts'
import { figure, h, table } from './dom.ts'
import { episodeView } from './episode-view.ts'
import { overview } from './overview.ts'
import { readEpisode, readIndex } from './unpack.ts'
import './page.css'

/** Lines of episodes on one page of the list: never all of them. */
const SHOWN = 100

interface Filters {
  run: string
  task: string
  outcome: string
}

async function start(): Promise<void> {
  const index = await readIndex()
  const page = document.getElementById('page')
  const list = new EpisodeList(index)
  page?.replaceChildren(overview(index), list.element)
  await list.openNamed()
  document.documentElement.dataset.ready = 'true'
}

/** The episodes, a page at a time, and the one that is open. Keys: j and k for the next and the last, Escape to close. */
class EpisodeList {
  readonly element: HTMLElement
  readonly #index: ReportIndex
  readonly #filters: Filters = { run: '', task: '', outcome: '' }
  readonly #table = h('div')
  readonly #detail = h('div', { id: 'episode' })
  #chosen: readonly number[] = []
  #from = 0
  #open: number | null = null

  constructor(index: ReportIndex) {
    this.#index = index
    const outcomes = [...new Set(index.episodes.map((episode) => episode[3]))]
    this.element = h(
      'section',
      {},
      h('h2', {}, 'Episodes'),
      h(
        'div',
        { class: 'bar' },
        this.#choice(
          'run',
          index.runs.map(({ name }) => name),
        ),
        this.#choice('task', index.tasks),
        this.#choice('outcome', outcomes),
        h('span', { class: 'faint' }, 'j and k open the next and the last one, Escape closes'),
      ),
      this.#table,
      this.#detail,
    )
    document.addEventListener('keydown', (event) => this.#onKey(event))
    this.#filter()
  }

  /** Opens the episode that the address names. */
  async openNamed(): Promise<void> {
    const number = /^#episode-(\d+)$/.exec(location.hash)?.[1]
    if (number !== undefined && Number(number) < this.#index.episodes.length) await this.#show(Number(number))
  }

  #choice(name: keyof Filters, words: readonly string[]): HTMLElement {
    const select = h(
      'select',
      { 'aria-label': name },
      h('option', { value: '' }, `every ${name}`),
      ...words.map((word, number) => h('option', { value: name === 'outcome' ? word : number }, word)),
    )
    select.addEventListener('change', () => {
      this.#filters[name] = select.value
      this.#filter()
    })
    return select
  }

  #filter(): void {
    const { run, task, outcome } = this.#filters
    const passes = ([ofRun, ofTask, , what]: EpisodeLine) =>
      (run === '' || ofRun === Number(run)) &&
      (task === '' || ofTask === Number(task)) &&
      (outcome === '' || what === outcome)
    this.#chosen = this.#index.episodes.flatMap((episode, number) => (passes(episode) ? number : []))
    this.#from = 0
    this.#showTable()
  }

  #showTable(): void {
    const { runs, tasks, episodes } = this.#index
    const shown = this.#chosen.slice(this.#from, this.#from + SHOWN)
    const rows = shown.flatMap((number) => {
      const episode = episodes[number]
      if (!episode) return []
      const [run, task, row, outcome, score, maximum, steps, findings, seed, epoch] = episode
      const open = h(
        'button',
        { class: 'open', click: () => void this.#show(number) },
        `${tasks[task]} ${row}`,
      )
      const chance = `${seed ?? '–'}/${epoch}`
      return [[open, runs[run]?.name ?? '', chance, outcome, figure(score), figure(maximum), steps, findings]]
    })
    const turn = (by: number) => () => {
      this.#from = Math.max(0, Math.min(this.#chosen.length - 1, this.#from + by))
      this.#showTable()
    }
    const last = Math.min(this.#from + SHOWN, this.#chosen.length)
    this.#table.replaceChildren(
      h(
        'div',
        { class: 'bar' },
        h('button', { click: turn(-SHOWN) }, 'Back'),
        h(
          'span',
          {},
          `${this.#chosen.length === 0 ? 0 : this.#from + 1} to ${last} of ${this.#chosen.length}`,
        ),
        h('button', { click: turn(SHOWN) }, 'On'),
      ),
      table(['episode', 'run', 'seed/epoch', 'outcome', 'score', 'maximum', 'steps', 'findings'], rows),
    )
  }

  async #show(number: number): Promise<void> {
    this.#open = number
    const episode = await readEpisode(number, this.#index.block)
    const scene = this.#index.scenes[episode.scene]
    if (this.#open !== number || !scene) return
    location.hash = `episode-${number}`
    this.#detail.replaceChildren(
      h('div', { class: 'bar' }, h('button', { click: () => this.#close() }, 'Close')),
      episodeView(episode, scene),
    )
    this.#detail.scrollIntoView()
  }

  #close(): void {
    this.#open = null
    this.#detail.replaceChildren()
  }

  #onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target instanceof HTMLSelectElement) return
    if (event.key === 'Escape') this.#close()
    const step = { j: 1, k: -1 }[event.key]
    if (step === undefined) return
    const at = this.#open === null ? (step > 0 ? -1 : 0) : this.#chosen.indexOf(this.#open)
    const next = this.#chosen[at + step]
    if (next !== undefined) void this.#show(next)
  }
}

start().catch((cause: unknown) => {
  document
    .getElementById('page')
    ?.replaceChildren(h('p', { class: 'bad' }, `The page cannot be opened: ${String(cause)}`))
})
