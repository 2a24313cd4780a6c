import type { Case } from './case.ts'
import { devices } from './exports/devices.ts'
import { finance } from './exports/finance.ts'
import { power } from './exports/power.ts'
import { programs } from './exports/programs.ts'
import { statistics } from './exports/statistics.ts'

/** What programs, offices and devices are known to write, each named by who writes so. */
export const exports: readonly Case[] = [...power, ...statistics, ...finance, ...devices, ...programs]
