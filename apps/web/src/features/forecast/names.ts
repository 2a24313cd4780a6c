import type { ForecastModel } from '../../graphql/forecast.ts'
import { t } from '../../messages/message.ts'

export const modelName = (model: ForecastModel) => t(`model.${model}`)
