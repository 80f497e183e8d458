import { ByteReader } from './bytes.ts'

export const LOOP = 0x03
export const I32_CONST = 0x41
export const EXTENDED = 0xfc
const TRY = 0x06
const CATCH_ALL = 0x19
export const MEMORY_INIT = 8
export const MEMORY_COPY = 10
export const MEMORY_FILL = 11

/** What is called for each instruction: `extended` is the number behind the prefix 0xfc, or else 0. */
type Visit = (opcode: number, extended: number, start: number, end: number) => void

/** Visits the instructions of a function's code, from `start`, where its first one is. */
export function visitInstructions(code: Uint8Array, start: number, visit: Visit): void {
  const reader = new ByteReader(code, start)
  while (!reader.isAtEnd) {
    const from = reader.at
    const opcode = reader.byte()
    const extended = opcode === EXTENDED ? reader.unsigned() : 0
    if (opcode === EXTENDED) passExtended(reader, extended)
    else passImmediates(reader, opcode)
    visit(opcode, extended, from, reader.at)
  }
}

/** Catching, throwing and delegating; branches and calls; a function as a value. */
const INDEXED = new Set([0x07, 0x08, 0x09, 0x18, 0x0c, 0x0d, 0x10, 0xd2])

/** Loads and stores take an alignment and an offset; calls, branches and variables an index; constants themselves. */
function passImmediates(reader: ByteReader, opcode: number): void {
  const isBlock = (opcode >= 0x02 && opcode <= 0x04) || opcode === TRY
  const isIndexed = INDEXED.has(opcode)
  const isVariable = opcode >= 0x20 && opcode <= 0x26
  const isMemorySize = opcode === 0x3f || opcode === 0x40
  const isInteger = opcode === I32_CONST || opcode === 0x42
  if (isBlock || isIndexed || isVariable || isMemorySize || isInteger || opcode === 0xd0) reader.passNumber()
  else if (opcode === 0x11 || (opcode >= 0x28 && opcode <= 0x3e)) {
    reader.passNumber()
    reader.passNumber()
  } else if (opcode === 0x0e) for (let left = reader.unsigned(); left >= 0; left -= 1) reader.passNumber()
  else if (opcode === 0x43) reader.take(4)
  else if (opcode === 0x44) reader.take(8)
  else if (opcode === 0x1c) reader.take(reader.unsigned())
  else if (!isPlain(opcode)) throw new Error(`An instruction that is not known: 0x${opcode.toString(16)}`)
}

/** Whether an instruction is its opcode alone. */
function isPlain(opcode: number): boolean {
  const isControl =
    opcode <= 0x01 || opcode === CATCH_ALL || opcode === 0x05 || opcode === 0x0b || opcode === 0x0f
  const isParametric = opcode === 0x1a || opcode === 0x1b
  return isControl || isParametric || (opcode >= 0x45 && opcode <= 0xc4) || opcode === 0xd1
}

/** Up to 7 a conversion; then what is done with segments, memories and tables, told by their index. */
function passExtended(reader: ByteReader, extended: number): void {
  if (extended <= 7) return
  const indexes = INDEXES_OF_EXTENDED[extended - MEMORY_INIT]
  if (indexes === undefined) throw new Error(`An instruction that is not known: 0xfc ${extended}`)
  for (let left = indexes; left > 0; left -= 1) reader.passNumber()
}

const INDEXES_OF_EXTENDED = [2, 1, 2, 1, 2, 1, 2, 1, 1, 1]
