/** In `production` nobody can reset, step or ask for the state over plain HTTP. */
export const modes = ['simulation', 'production'] as const
export type Mode = (typeof modes)[number]
