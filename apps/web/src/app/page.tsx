import { FleetPage } from '../features/series/fleet-page.tsx'

export default function Page() {
  return <FleetPage />
}
