/** A file that grows line by line. */
export interface Sink {
  /** Hands text to the system: it outlives this process, not yet the machine. */
  append(text: string): Promise<void>
  /** Resolves once all that was appended outlives the machine too. */
  sync(): Promise<void>
  close(): Promise<void>
}
