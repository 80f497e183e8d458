/** Texts kept from one compilation to the next, by name. What is missing or spoilt is made again. */
export interface Cache {
  read(name: string): Promise<string | null>
  write(name: string, text: string): Promise<void>
}
