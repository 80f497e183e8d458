/** A bundle holds what `compile` does not write, and what was found only when it was needed. */
export class UnusableBundle extends Error {}
