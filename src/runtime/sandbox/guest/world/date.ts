import { NativeDate } from '../primordials.ts'
import { now } from '../virtual-time.ts'

/** A date and time without a zone, which the language reads as local time: here that is UTC. */
const ZONELESS = /^[+-]?\d{4,6}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?$/
const WORDS = /[a-z]{3}|\//i
const ZONED = /(?:z|utc|gmt|[+-]\d{2}:?\d{2})(?:\s*\([^)]*\))?\s*$/i

function parse(text: string): number {
  if (ZONELESS.test(text)) return NativeDate.parse(`${text.replace(' ', 'T')}Z`)
  return NativeDate.parse(
    WORDS.test(text) && !ZONED.test(text) && !/^\d{4}-/.test(text) ? `${text} GMT` : text,
  )
}

function timeOf(args: readonly unknown[]): number {
  if (args.length === 0) return now()
  if (args.length > 1) return NativeDate.UTC(...(args as [number, number]))
  const value = args[0] instanceof NativeDate ? args[0].getTime() : args[0]
  const primitive = typeof value === 'object' && value !== null ? toPrimitive(value) : value
  return typeof primitive === 'string' ? parse(primitive) : Number(primitive)
}

function toPrimitive(value: object): unknown {
  const plain = value.valueOf()
  return typeof plain === 'object' ? String(value) : plain
}

/** `Date` on the virtual clock, in UTC whatever the host's zone. */
export const VirtualDate: DateConstructor = function VirtualDate(this: unknown, ...args: unknown[]) {
  if (new.target === undefined) return new NativeDate(now()).toString()
  return Reflect.construct(NativeDate, [timeOf(args)], new.target)
} as never

const prototype = NativeDate.prototype
const define = (target: object, name: string, value: unknown) =>
  Object.defineProperty(target, name, { value, writable: true, configurable: true })

Object.defineProperty(VirtualDate, 'prototype', { value: prototype, writable: false })
Object.defineProperty(VirtualDate, 'name', { value: 'Date' })
define(prototype, 'constructor', VirtualDate)
define(VirtualDate, 'now', () => now())
define(VirtualDate, 'parse', (text: unknown) => parse(String(text)))
define(VirtualDate, 'UTC', NativeDate.UTC)
