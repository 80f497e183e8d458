// Checks the programs in a file, as compiling does: `node check-programs.mjs FILE [native]`.
import { readFileSync } from 'node:fs'
import process from 'node:process'
import { findNative } from '../src/author/language/typescript/native.ts'
import { typescript } from '../src/author/language/typescript/typescript.ts'
import { optimizeLate } from '../src/cli/engine.ts'

optimizeLate()
const [file = '', checker] = process.argv.slice(2)
const units = JSON.parse(readFileSync(file, 'utf8'))
const native = checker === 'native' ? findNative() : null
const found = await (native ? typescript.withNative(native) : typescript).check(units)
const faults = found.flat()
if (faults.length > 0) throw new Error(`${faults[0]?.path}: ${faults[0]?.message}`)
