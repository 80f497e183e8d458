declare module '@jitl/quickjs-wasmfile-release-sync/wasm' {
  const bytes: Uint8Array
  // biome-ignore lint/style/noDefaultExport: that is how the bundler gives a file's bytes
  export default bytes
}

declare module 'sql.js/dist/sql-wasm.wasm' {
  const bytes: Uint8Array
  // biome-ignore lint/style/noDefaultExport: that is how the bundler gives a file's bytes
  export default bytes
}
