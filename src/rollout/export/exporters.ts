import { atif } from './atif.ts'
import { dpo } from './dpo.ts'
import type { Exporter } from './exporter.ts'
import { openEnvJson } from './openenv-json.ts'
import { parquet } from './parquet.ts'
import { sft } from './sft.ts'

/** Every exporter, in the order of the documentation. */
export const exporters: readonly Exporter[] = [sft, dpo, atif, parquet, openEnvJson]
