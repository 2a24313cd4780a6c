/** Ways to sort the fleet, as the API names them. */
export const fleetOrders = ['KEY', 'CREATED', 'LAST_POINT', 'ANOMALIES'] as const
export type FleetOrder = (typeof fleetOrders)[number]

export const readOrder = (text: string | null): FleetOrder =>
  fleetOrders.find(order => order.toLowerCase().replace('_', '-') === text) ?? 'KEY'

export const writeOrder = (order: FleetOrder) => order.toLowerCase().replace('_', '-')
