import ipaddr from 'ipaddr.js'
import { type HttpContext, type HttpSettings, nodeBindings } from '../dependencies.ts'

/** An IPv6 client is counted by its /64, which belongs to one household or server. */
const IPV6_GROUPS = 4

const UNKNOWN = 'unknown'

/** Some proxies append the port: `192.0.2.1:443`, `[2001:db8::1]:443`. */
const WITH_PORT = /^(?:\[([^\]]+)\](?::\d+)?|(\d+\.\d+\.\d+\.\d+):\d+)$/

const withoutPort = (address: string): string => {
  const found = WITH_PORT.exec(address)
  return found?.[1] ?? found?.[2] ?? address
}

/**
 * The key a client is rate-limited under: an IPv4 address or the /64 of an IPv6 one. Everything that is not an address
 * shares one key.
 */
export const rateLimitKeyOf = (address: string): string => {
  const bare = withoutPort(address)
  if (!ipaddr.isValid(bare)) return UNKNOWN
  const parsed = ipaddr.process(bare)
  if (parsed.kind() === 'ipv4') return parsed.toString()
  const groups = (parsed as ipaddr.IPv6).parts.slice(0, IPV6_GROUPS)
  return `${groups.map((group) => group.toString(16)).join(':')}::/64`
}

/**
 * The client behind `trustedProxies` of our proxies. Each of them appends the address it got the request from to
 * X-Forwarded-For; what stands before those was sent by the client and is not trusted. `null` if there is neither a
 * socket nor a proxy, and the host does not say.
 */
export const clientOf = (
  context: HttpContext,
  { trustedProxies, clientOf: told }: Pick<HttpSettings, 'trustedProxies' | 'clientOf'>,
): string | null => {
  if (told !== undefined) return told(context.req.raw, context.env)
  const forwarded = (context.req.header('X-Forwarded-For') ?? '').split(',').map((address) => address.trim())
  const peer = nodeBindings(context).incoming?.socket.remoteAddress
  if (peer === undefined && trustedProxies === 0) return null
  const way = [...forwarded.filter((address) => address !== ''), peer ?? '']
  return rateLimitKeyOf(way[Math.max(0, way.length - 1 - trustedProxies)] ?? '')
}
