import manifest from '../../package.json' with { type: 'json' }

/** The version of this package. */
export const version: string = manifest.version

/** The versions of the packages that this one needs, as `package.json` asks for them. */
export const dependencies: Readonly<Record<string, string>> = manifest.dependencies
