import type { RunInput } from '../../run.ts'
import { linkPython } from '../program.ts'
import type { Interpreter } from './interpreter.ts'
import { runIn } from './run.ts'

/** Code of the common kinds. */
const text = `import asyncio
from dataclasses import dataclass, field

@dataclass
class Order:
    id: int
    lines: list[str] = field(default_factory=list)

    @property
    def size(self) -> int:
        return len(self.lines)

class Missing(Exception):
    pass

class Orders:
    def __init__(self, tax=1.1):
        self._orders: dict[int, Order] = {}
        self._tax = tax

    def add(self, id, *lines):
        if id in self._orders:
            raise Missing(f"{id!r} is there: {self._tax:.2f}")
        self._orders[id] = Order(id, list(lines))
        return sorted(self._orders.values(), key=lambda order: -order.size)

    async def total(self, prices):
        await asyncio.sleep(0.1)
        try:
            return {key: sum(prices[line] for line in order.lines) * self._tax for key, order in self._orders.items()}
        except KeyError as error:
            raise Missing(str(error)) from error
        finally:
            self._orders = {}

def words(line):
    with_more = [word.strip().lower() for word in line.split(",") if word]
    return ", ".join(with_more), {word: at for at, word in enumerate(with_more)}
`

const input: RunInput = {
  program: linkPython([{ path: 'src/main.py', role: 'review', text }], {}),
  calls: [
    { new: 'Orders', args: [1.2], as: 'orders' },
    { call: 'orders.add', args: [1, 'tea', 'milk'] },
    { call: 'orders.add', args: [1] },
    { call: 'orders.total', kwargs: { prices: { tea: 2, milk: 1.5 } } },
    { call: 'words', args: ['Tea, Milk,'] },
  ],
  reach: 'defined',
}

/** Runs what compiles the parts of the interpreter that most programs use: the engine does that at the first call of each. */
export function warmUp(interpreter: Interpreter): void {
  runIn(interpreter, input)
}
