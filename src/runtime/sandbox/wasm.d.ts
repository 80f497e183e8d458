declare module '@jitl/quickjs-wasmfile-release-sync/wasm' {
  const bytes: Uint8Array
  export default bytes
}

declare module 'sql.js/dist/sql-wasm.wasm' {
  const bytes: Uint8Array
  export default bytes
}
