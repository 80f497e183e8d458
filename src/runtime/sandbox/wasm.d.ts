declare module '@jitl/quickjs-wasmfile-release-sync/wasm' {
  const bytes: Uint8Array
  export default bytes
}

declare module '@sqlite.org/sqlite-wasm/sqlite3.wasm' {
  const bytes: Uint8Array
  export default bytes
}
