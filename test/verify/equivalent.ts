/** Edits of one file as `find` and `replace`. */
type Edits = readonly (readonly [find: string, replace: string])[]

interface Mended {
  readonly task: string
  readonly path: string
  /** By item: three patches that mend it and are not the author's. */
  readonly items: Readonly<Record<string, readonly [Edits, Edits, Edits]>>
}

/** Items of the corpus, mended in three ways each that their authors did not think of: ten in TypeScript, four in Python. */
export const equivalents: readonly Mended[] = [
  {
    task: 'invoice-proration',
    path: 'src/billing/invoice.ts',
    items: {
      'daily-rate-rounded': [
        [['return roundCents(cents / total) * remaining', 'return roundCents(cents * remaining / total)']],
        [
          [
            'return roundCents(cents / total) * remaining',
            'const share = remaining * cents\n  return roundCents(share / total)',
          ],
        ],
        [
          [
            'return roundCents(cents / total) * remaining',
            `const whole = Math.trunc((cents * remaining) / total)
  const rest = Math.abs((cents * remaining) % total)
  return whole + (2 * rest >= total ? Math.sign(cents) : 0)`,
          ],
        ],
      ],
      'credit-option-unused': [
        [['if (unused > 0) {', 'if (unused > 0 && change.creditUnused) {']],
        [
          [
            'const { from, to, seats, period, on } = change',
            'const { from, to, seats, period, on, creditUnused } = change',
          ],
          [
            'const unused = prorate(from.priceCents * seats, period, on)',
            'const unused = creditUnused ? prorate(from.priceCents * seats, period, on) : 0',
          ],
        ],
        [
          [
            '  return lines\n}\n\n/** Takes',
            '  return change.creditUnused ? lines : lines.filter((line) => line.cents >= 0)\n}\n\n/** Takes',
          ],
        ],
      ],
      'discount-edits-caller-lines': [
        [
          [
            'line.cents -= off\n    return line',
            'const cents = line.cents - off\n    return { ...line, cents }',
          ],
        ],
        [
          [
            '  return lines.map((line) => {\n    if (line.cents <= 0)',
            '  return lines.map((given) => {\n    const line = { ...given }\n    if (line.cents <= 0)',
          ],
        ],
        [
          [
            'line.cents -= off\n    return line',
            'return Object.assign({}, line, { cents: line.cents - off })',
          ],
        ],
      ],
      'taxes-merged-by-rate': [
        [
          ['bases.get(key)', 'bases.get(rate.id)'],
          ['bases.set(key, base)', 'bases.set(rate.id, base)'],
        ],
        [
          ['bases.get(key)', 'bases.get(key + rate.id)'],
          ['bases.set(key, base)', 'bases.set(key + rate.id, base)'],
        ],
        [
          [
            '      const base = bases',
            '      const own = JSON.stringify([rate.id, rate.authority])\n      const base = bases',
          ],
          ['bases.get(key)', 'bases.get(own)'],
          ['bases.set(key, base)', 'bases.set(own, base)'],
        ],
      ],
      'due-on-issue-lost': [
        [
          [
            'customer.netDays || DEFAULT_NET_DAYS',
            'customer.netDays === undefined ? DEFAULT_NET_DAYS : customer.netDays',
          ],
        ],
        [
          [
            'const netDays = customer.netDays || DEFAULT_NET_DAYS',
            'const { netDays = DEFAULT_NET_DAYS } = customer',
          ],
        ],
        [
          [
            'const netDays = customer.netDays || DEFAULT_NET_DAYS',
            "let netDays = DEFAULT_NET_DAYS\n  if (typeof customer.netDays === 'number') netDays = customer.netDays",
          ],
        ],
      ],
    },
  },
  {
    task: 'rate-quotes',
    path: 'src/quotes.ts',
    items: {
      'weight-band': [
        [['Math.floor(parcel.grams / 1000)', '-Math.floor(-parcel.grams / 1000)']],
        [['Math.floor(parcel.grams / 1000)', 'Math.floor((parcel.grams - 1) / 1000)']],
        [['Math.floor(parcel.grams / 1000)', 'Math.trunc((parcel.grams + 999) / 1000)']],
      ],
      'insured-in-place': [
        [
          ['return entry.quote\n', 'return structuredClone(entry.quote)\n'],
          ['              this.keep(key, quote)\n'.trim(), 'this.keep(key, structuredClone(quote))'],
        ],
        [
          [
            'const quote = await this.quote(parcel)\n',
            'const quote = structuredClone(await this.quote(parcel))\n',
          ],
        ],
        [
          [
            "quote.charges.push({ label: 'insurance', cents: premium })\n    quote.totalCents += premium\n    return quote",
            "const charges = quote.charges.concat({ label: 'insurance', cents: premium })\n    return { ...quote, charges, totalCents: quote.totalCents + premium }",
          ],
        ],
      ],
      'late-answer': [
        [
          [
            'this.keep(key, quote)\n',
            'if (this.pending.has(key) && this.pending.get(key) === running) this.keep(key, quote)\n',
          ],
        ],
        [
          ['this.keep(key, quote)\n', 'this.keep(key, quote, running)\n'],
          [
            'private keep(key: string, quote: Quote | null): void {',
            'private keep(key: string, quote: Quote | null, running: unknown): void {\n    if (this.pending.get(key) !== running) return',
          ],
        ],
        [
          [
            '  private readonly lookups =',
            '  private readonly epochs = new Map<string, number>()\n  private readonly lookups =',
          ],
          [
            '    let dropped = 0\n',
            '    let dropped = 0\n    this.epochs.set(country, (this.epochs.get(country) ?? 0) + 1)\n',
          ],
          [
            '    const running: Promise<',
            '    const epoch = this.epochs.get(parcel.destination)\n    const running: Promise<',
          ],
          [
            'this.keep(key, quote)\n',
            'if (this.epochs.get(parcel.destination) === epoch) this.keep(key, quote)\n',
          ],
        ],
      ],
      'outage-as-no-service': [
        [
          [
            'if (isCarrierError(error)) return null',
            "if (isCarrierError(error) && error.reason.startsWith('no-')) return null",
          ],
        ],
        [
          [
            'if (isCarrierError(error)) return null\n      throw error',
            "if (!isCarrierError(error) || error.reason !== 'no-service') throw error\n      return null",
          ],
        ],
        [
          [
            'if (isCarrierError(error)) return null',
            "switch (isCarrierError(error) ? error.reason : '') {\n        case 'no-service':\n          return null\n      }",
          ],
        ],
      ],
      'entry-limit': [
        [
          [
            'if (old.expiresAt > now) break',
            'if (old.expiresAt > now && this.entries.size + 1 <= this.options.maxEntries) break',
          ],
        ],
        [
          [
            '    this.entries.set(key, {',
            '    while (this.entries.size >= this.options.maxEntries) {\n      const [oldest = key] = this.entries.keys()\n      if (!this.entries.delete(oldest)) break\n    }\n    this.entries.set(key, {',
          ],
        ],
        [
          [
            'expiresAt: now + this.options.ttlMs })\n',
            'expiresAt: now + this.options.ttlMs })\n    for (const oldKey of this.entries.keys()) if (this.entries.size > this.options.maxEntries) this.entries.delete(oldKey)\n',
          ],
        ],
      ],
    },
  },
  {
    task: 'seller-payouts',
    path: 'payouts/statement.py',
    items: {
      'contract-for-everyone': [
        [
          [
            'rates = STANDARD_RATES\n    rates.update(seller.contract_rates)\n    return rates',
            'return {**STANDARD_RATES, **seller.contract_rates}',
          ],
        ],
        [
          [
            'rates = STANDARD_RATES\n    rates.update(seller.contract_rates)\n    return rates',
            'return STANDARD_RATES | seller.contract_rates',
          ],
        ],
        [['rates = STANDARD_RATES', 'rates = {name: rate for name, rate in STANDARD_RATES.items()}']],
      ],
      'rate-from-float': [
        [
          [
            'rate = Decimal(rates.get(entry.category, rates["other"]))',
            'rate = Decimal(f"{rates.get(entry.category, rates[\'other\'])}")',
          ],
        ],
        [
          [
            'rate = Decimal(rates.get(entry.category, rates["other"]))',
            'rate = Decimal(rates.get(entry.category, rates["other"])).quantize(Decimal("0.00000001"))',
          ],
        ],
        [
          [
            'rate = Decimal(rates.get(entry.category, rates["other"]))',
            'number = rates[entry.category] if entry.category in rates else rates["other"]\n    rate = Decimal(repr(number))',
          ],
        ],
      ],
      'monday-in-two-weeks': [
        [
          [
            'week.start <= entry.booked_on <= week.end]',
            'not (entry.booked_on < week.start or week.end <= entry.booked_on)]',
          ],
        ],
        [['week.start <= entry.booked_on <= week.end]', '0 <= (entry.booked_on - week.start).days < 7]']],
        [
          [
            'return [entry for entry in booked if week.start <= entry.booked_on <= week.end]',
            `found: list[Entry] = []
    for entry in booked:
        if entry.booked_on < week.start or entry.booked_on >= week.end:
            continue
        found.append(entry)
    return found`,
          ],
        ],
      ],
    },
  },
  {
    task: 'stock-import',
    path: 'stock/importer.py',
    items: {
      'scattered-warehouses': [
        [
          [
            'return {name: list(group) for name, group in groupby(levels, key=attrgetter("warehouse"))}',
            `found: dict[str, list[Level]] = {}
    for level in levels:
        found.setdefault(level.warehouse, []).append(level)
    return found`,
          ],
        ],
        [
          [
            'return {name: list(group) for name, group in groupby(levels, key=attrgetter("warehouse"))}',
            `found: dict[str, list[Level]] = {}
    for name, group in groupby(levels, key=attrgetter("warehouse")):
        found[name] = [*found.get(name, []), *group]
    return found`,
          ],
        ],
        [
          [
            'return {name: list(group) for name, group in groupby(levels, key=attrgetter("warehouse"))}',
            `known = list(levels)
    names = dict.fromkeys(level.warehouse for level in known)
    return {name: [level for level in known if level.warehouse == name] for name in names}`,
          ],
        ],
      ],
    },
  },
]
