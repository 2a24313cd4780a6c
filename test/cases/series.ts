import { dataCases } from './series/data.ts'
import { detectionCases } from './series/detection.ts'
import { forecastCases } from './series/forecast.ts'
import type { SeriesCase } from './tried.ts'

/** Kinds of series that people have and that once came out wrong, each made by a formula. */
export const seriesCases: readonly SeriesCase[] = [...detectionCases, ...forecastCases, ...dataCases]
