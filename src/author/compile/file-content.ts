/** A task file as it comes from the disk. */
export type TaskFileContent =
  | { readonly path: string; readonly bytes: Uint8Array }
  | { readonly path: string; readonly unreadable: string }
