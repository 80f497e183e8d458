/** Packages of the library's archive that speak to JavaScript or to machine code. */
const BRIDGES = ['pyodide/', '_pyodide/', 'ctypes/', '_pyrepl/']

const ENTRY = 0x02014b50
const END = 0x06054b50
const END_SIZE = 22

/** The archive of Python's library, in which bridges have names that no import can spell. */
export function withoutBridges(archive: Uint8Array): Uint8Array {
  const bytes = archive.slice()
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const end = bytes.length - END_SIZE
  if (view.getUint32(end, true) !== END)
    throw new Error('The archive of the library has no directory at its end')
  let at = view.getUint32(end + 16, true)
  for (; at < end && view.getUint32(at, true) === ENTRY; ) {
    const length = view.getUint16(at + 28, true)
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + length))
    if (BRIDGES.some((bridge) => name.startsWith(bridge))) {
      const local = view.getUint32(at + 42, true)
      bytes[at + 46] = 0x0a
      bytes[local + 30] = 0x0a
    }
    at += 46 + length + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
  }
  return bytes
}
