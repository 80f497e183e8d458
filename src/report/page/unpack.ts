import type { ReportEpisode, ReportIndex } from '../html/report-data.ts'

/** Unpacks data that lies in the page. */
async function unpack(id: string): Promise<unknown> {
  const text = document.getElementById(id)?.textContent
  if (!text) throw new Error(`The page has lost its part ${id}`)
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))
  return JSON.parse(await new Response(stream).text())
}

export async function readIndex(): Promise<ReportIndex> {
  return (await unpack('index')) as ReportIndex
}

/** The block that was opened last is kept: neighbours are looked at one after the other. */
let opened: { readonly number: number; readonly episodes: readonly ReportEpisode[] } | null = null

export async function readEpisode(number: number, block: number): Promise<ReportEpisode> {
  const which = Math.floor(number / block)
  if (opened?.number !== which)
    opened = { number: which, episodes: (await unpack(`block-${which}`)) as readonly ReportEpisode[] }
  const episode = opened.episodes[number % block]
  if (!episode) throw new Error(`There is no episode ${number}`)
  return episode
}
