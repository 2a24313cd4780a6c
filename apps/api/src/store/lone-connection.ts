/** Seconds before one who lost the database tries again. */
export const backoff = (retries: number): number => Math.min(1, 0.05 * 2 ** retries)

/** One connection that is held for as long as its owner lives, and made again after a loss. */
export const loneConnection = (applicationName: string) => ({
  max: 1,
  max_lifetime: null,
  connect_timeout: 10,
  backoff,
  onnotice: () => {},
  connection: { application_name: applicationName },
})
