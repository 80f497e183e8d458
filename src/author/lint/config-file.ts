/** The file at the root of a corpus in which its settings are. */
export const CONFIG_FILE = 'reviewgym.config.yaml'
