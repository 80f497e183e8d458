/** What a child is started from. */
export interface ChildFiles {
  /** The built child. */
  readonly child: URL
  /** The folder of the Python package. */
  readonly package: URL
  /** A folder of this user, in which the image of a started interpreter is kept; none is kept without it. */
  readonly kept: string | null
}
