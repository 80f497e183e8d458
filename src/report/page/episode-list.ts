import type { EpisodeLine, ReportIndex } from '../html/report-data.ts'
import { figure, h, table } from './dom.ts'
import { episodeView } from './episode-view.ts'
import { readEpisode } from './unpack.ts'

/** Lines of episodes on one page of the list: never all of them. */
const SHOWN = 100

const orders = ['as played', 'lowest score first', 'highest score first'] as const
type Choices = { run: string; task: string; variant: string; outcome: string; order: string }

/** The episodes, a page at a time, and the one that is open. Keys: j and k for the next and the previous, Escape to close. */
export class EpisodeList {
  readonly element: HTMLElement
  readonly #index: ReportIndex
  readonly #choices: Choices = { run: '', task: '', variant: '', outcome: '', order: '0' }
  readonly #back = h('button', { click: () => this.#turn(-SHOWN) }, 'Back')
  readonly #on = h('button', { click: () => this.#turn(SHOWN) }, 'On')
  readonly #count = h('span', { role: 'status' })
  readonly #table = h('div', { id: 'episodes' })
  readonly #detail = h('section', { id: 'episode', 'aria-label': 'Episode' })
  #chosen: readonly number[] = []
  #from = 0
  #open: number | null = null

  constructor(index: ReportIndex) {
    this.#index = index
    const outcomes = [...new Set(index.episodes.map((episode) => episode[4]))]
    const runs = index.runs.map(({ name }) => name)
    this.element = h(
      'section',
      {},
      h('h2', {}, 'Episodes'),
      h(
        'div',
        { class: 'bar' },
        this.#choice('run', runs, 'every run'),
        this.#choice('task', index.tasks, 'every task'),
        this.#choice('variant', index.variants, 'every variant'),
        this.#choice('outcome', outcomes, 'every outcome'),
        this.#choice('order', orders, null),
      ),
      h(
        'div',
        { class: 'bar' },
        this.#back,
        this.#count,
        this.#on,
        h('span', { class: 'faint' }, 'j and k open the next and the previous one, Escape closes'),
      ),
      this.#table,
      this.#detail,
    )
    document.addEventListener('keydown', (event) => this.#onKey(event))
    addEventListener('hashchange', () => void this.openNamed())
    this.#choose()
  }

  /** Opens the episode that the address names. */
  async openNamed(): Promise<void> {
    const number = Number(/^#episode-(\d+)$/.exec(location.hash)?.[1] ?? Number.NaN)
    if (number < this.#index.episodes.length && number !== this.#open) await this.#show(number)
  }

  #choice(name: keyof Choices, words: readonly string[], all: string | null): HTMLElement {
    const options = words.map((word, number) => ({ word, value: name === 'outcome' ? word : number }))
    if (name !== 'order') options.sort((a, b) => (a.word < b.word ? -1 : 1))
    const select = h(
      'select',
      { 'aria-label': name },
      all === null ? null : h('option', { value: '' }, all),
      ...options.map(({ word, value }) => h('option', { value }, word)),
    )
    select.addEventListener('change', () => {
      this.#choices[name] = select.value
      this.#choose()
    })
    return select
  }

  #choose(): void {
    const { run, task, variant, outcome, order } = this.#choices
    const { episodes } = this.#index
    const passes = ([ofRun, ofTask, , ofVariant, what]: EpisodeLine) =>
      (run === '' || ofRun === Number(run)) &&
      (task === '' || ofTask === Number(task)) &&
      (variant === '' || ofVariant === Number(variant)) &&
      (outcome === '' || what === outcome)
    const chosen = episodes.flatMap((episode, number) => (passes(episode) ? number : []))
    const sign = { '1': 1, '2': -1 }[order]
    // Who has no score comes last, whichever way.
    const rank = (number: number) => (sign ?? 0) * (episodes[number]?.[5] ?? (sign ?? 0) * 2)
    this.#chosen = sign === undefined ? chosen : chosen.sort((a, b) => rank(a) - rank(b))
    this.#from = 0
    this.#showTable()
  }

  #showTable(): void {
    const { runs, episodes } = this.#index
    const count = this.#chosen.length
    const last = Math.min(this.#from + SHOWN, count)
    const rows = this.#chosen.slice(this.#from, last).flatMap((number) => {
      const episode = episodes[number]
      if (!episode) return []
      const [run, , , variant, outcome, score, maximum, steps, findings, seed, epoch] = episode
      const open = h(
        'button',
        { class: 'open', 'data-episode': number, click: () => void this.#show(number) },
        this.#nameOf(episode),
      )
      if (number === this.#open) open.setAttribute('aria-current', 'true')
      const told = [this.#index.variants[variant ?? -1] ?? 'n/a', `${seed ?? '–'}/${epoch}`, outcome]
      return [[open, runs[run]?.name ?? '', ...told, figure(score), figure(maximum), steps, findings]]
    })
    const header = [
      'episode',
      'run',
      'variant',
      'seed/epoch',
      'outcome',
      'score',
      'maximum',
      'steps',
      'findings',
    ]
    this.#count.textContent = `${count === 0 ? 0 : this.#from + 1} to ${last} of ${count}`
    this.#back.disabled = this.#from === 0
    this.#on.disabled = last === count
    this.#table.replaceChildren(table('Episodes', header, rows))
  }

  #turn(by: number): void {
    this.#from += by
    this.#showTable()
  }

  #nameOf([, task, row]: EpisodeLine): string {
    return `${this.#index.tasks[task]} ${row}`
  }

  async #show(number: number): Promise<void> {
    this.#open = number
    const { episodes, runs, scenes, variants, block } = this.#index
    const line = episodes[number]
    const episode = await readEpisode(number, block)
    const scene = scenes[episode.scene]
    if (this.#open !== number || !scene || !line) return
    const [run, , , variant, outcome, score, maximum] = line
    const facts = [
      runs[run]?.name,
      variant === null ? null : `variant ${variants[variant]}`,
      outcome,
      score === null ? null : `score ${figure(score)} of ${figure(maximum)}`,
    ]
    history.replaceState(null, '', `#episode-${number}`)
    this.#pageWith(number)
    this.#detail.replaceChildren(
      h(
        'div',
        { class: 'bar' },
        h('button', { click: () => this.#close() }, 'Close'),
        h('button', { click: () => this.#step(-1) }, 'Previous'),
        h('button', { click: () => this.#step(1) }, 'Next'),
      ),
      ...episodeView(
        this.#nameOf(line),
        facts.filter((fact) => fact != null).join(' · '),
        episode,
        scene,
      ).flatMap((child) => child ?? []),
    )
    this.#detail.scrollIntoView()
    this.#detail.querySelector('h2')?.focus({ preventScroll: true })
  }

  /** Turns the list to the page that an episode is on, if it is on one. */
  #pageWith(number: number): void {
    const at = this.#chosen.indexOf(number)
    if (at !== -1) this.#from = Math.floor(at / SHOWN) * SHOWN
    this.#showTable()
    this.#table.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' })
  }

  #close(): void {
    const was = this.#open
    this.#open = null
    this.#detail.replaceChildren()
    history.replaceState(null, '', location.pathname)
    this.#showTable()
    const line = this.#table.querySelector<HTMLElement>(`[data-episode="${was}"]`)
    line?.focus()
  }

  #step(by: number): void {
    const at = this.#open === null ? (by > 0 ? -1 : 0) : this.#chosen.indexOf(this.#open)
    const next = this.#chosen[at + by]
    if (next !== undefined) void this.#show(next)
  }

  #onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target instanceof HTMLSelectElement) return
    if (event.key === 'Escape' && this.#open !== null) this.#close()
    if (event.key === 'j') this.#step(1)
    if (event.key === 'k') this.#step(-1)
  }
}
