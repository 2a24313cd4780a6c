import { bucket } from './bucket.ts'
import { database } from './database.ts'
import { folder } from './folder.ts'

/** Where artifacts can be kept, by the kind of place. */
export const places = { database, folder, bucket } as const
