import { customType } from 'drizzle-orm/pg-core'

/** `timestamptz`, epoch milliseconds on this side. */
export const instant = customType<{ data: number; driverData: string }>({
  dataType: () => 'timestamp (3) with time zone',
  fromDriver: text => new Date(text).getTime(),
  toDriver: at => new Date(at).toISOString(),
})
