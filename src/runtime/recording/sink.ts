/** A file that grows piece by piece. */
export interface Sink {
  /** Hands content to the system: it outlives this process, not yet the machine. */
  append(content: string | Uint8Array): Promise<void>
  /** Resolves once all that was appended outlives the machine too. */
  sync(): Promise<void>
  close(): Promise<void>
}
