/** The languages in which what agents send is run: witnesses are proved, patches are judged. */
export const verifiedLanguages: ReadonlySet<string> = new Set(['typescript'])
