/** A ready operation, as one tab of GraphiQL. */
export interface Example {
  readonly query: string
  /** JSON. */
  readonly variables?: string
  /**
   * Which variables are answered by earlier examples: the name of the operation, and where in its answer. What stands in
   * `variables` for them tells a person which to put there.
   */
  readonly takes?: Readonly<Record<string, readonly [operation: string, ...path: readonly string[]]>>
}
