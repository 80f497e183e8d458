// What nothing on `ws` can be faster than: `node bench/bare-echo.mjs [SCRIPT]` reads each message's JSON and writes the JSON
// of an answer of the same size as the script's, and does nothing in between. Prints its address as `serve --json` does.
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import process from 'node:process'
import { WebSocketServer } from 'ws'

const [path] = process.argv.slice(2)
const said = path === undefined ? [] : JSON.parse(await readFile(path, 'utf8'))
const replies = said.map(({ reply }) => JSON.parse(reply))
const http = createServer((_, response) => response.end('{"status":"healthy"}'))
const sockets = new WebSocketServer({ server: http, perMessageDeflate: false })
sockets.on('connection', (socket, { url }) => {
  let at = Number(new URLSearchParams(url.split('?')[1]).get('at') ?? '0')
  socket.on('message', (text) => {
    JSON.parse(String(text))
    socket.send(JSON.stringify(replies[at]))
    at = (at + 1) % replies.length
  })
})
http.listen(0, '127.0.0.1', () => {
  console.log(JSON.stringify({ url: `http://127.0.0.1:${http.address().port}` }))
})
