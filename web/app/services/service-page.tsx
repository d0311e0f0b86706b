import { useParams } from '@tanstack/react-router'

export function ServicePage() {
  const { service = '' } = useParams({ strict: false })
  return <h1>{service}</h1>
}
