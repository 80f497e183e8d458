// Loaded before a process: it tells on stderr when that starts a worker or compiles WebAssembly.
const { syncBuiltinESMExports } = require('node:module')
const threads = require('node:worker_threads')

/** Node has WebAssembly of its own, in its HTTP client. */
const isNodes = () => /node:internal\/deps\/undici/.test(new Error().stack)
const tell = (what) => isNodes() || process.stderr.write(`heavy: ${what}\n`)

threads.Worker = class extends threads.Worker {
  constructor(...args) {
    tell('worker')
    super(...args)
  }
}
syncBuiltinESMExports()

WebAssembly.Module = new Proxy(WebAssembly.Module, {
  construct(own, args, made) {
    tell('wasm')
    return Reflect.construct(own, args, made)
  },
})
for (const way of ['compile', 'instantiate']) {
  const own = WebAssembly[way]
  WebAssembly[way] = (...args) => {
    tell('wasm')
    return own(...args)
  }
}
