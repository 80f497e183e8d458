/**
 * The version of the rules by which programs run: the world, the fixtures, the count of fuel. Raised whenever the same
 * program could have another outcome; a bundle says by which rules its tasks were proved.
 */
export const SANDBOX_VERSION = '2'
