/** Where a model is. */
export const addressOfModel = (id: string): string => `/models/${encodeURIComponent(id)}`
