import { h } from './dom.ts'
import { EpisodeList } from './episode-list.ts'
import { overview } from './overview.ts'
import { readIndex } from './unpack.ts'
import './page.css'

async function start(): Promise<void> {
  const index = await readIndex()
  const page = document.getElementById('page')
  const list = new EpisodeList(index)
  page?.replaceChildren(overview(index), list.element)
  await list.openNamed()
  document.documentElement.dataset.ready = 'true'
}

start().catch((cause: unknown) => {
  document
    .getElementById('page')
    ?.replaceChildren(h('p', { class: 'bad' }, `The page cannot be opened: ${String(cause)}`))
})
