/** A column on its way out: NaN leaves as null. */
export type Column = Float64Array | readonly (number | null)[]
/** A column on its way in, as it came: each element is checked by the flow, so that a bad one costs no good one. */
export type RawColumn = readonly unknown[]
