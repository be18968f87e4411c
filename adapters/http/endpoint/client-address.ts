import ipaddr from 'ipaddr.js'
import { type HttpContext, type HttpSettings, nodeBindings } from '../dependencies.ts'

/** An IPv6 client is its /64: one household or server has all of it. */
const IPV6_GROUPS = 4

const UNKNOWN = 'unknown'

/** Some proxies write the port behind the address: `192.0.2.1:443`, `[2001:db8::1]:443`. */
const WITH_PORT = /^(?:\[([^\]]+)\](?::\d+)?|(\d+\.\d+\.\d+\.\d+):\d+)$/

const withoutPort = (address: string): string => {
  const found = WITH_PORT.exec(address)
  return found?.[1] ?? found?.[2] ?? address
}

/** What a client is counted under: an IPv4 address, or the /64 of an IPv6 one; what is no address is counted as one client. */
export const rateLimitKeyOf = (address: string): string => {
  const bare = withoutPort(address)
  if (!ipaddr.isValid(bare)) return UNKNOWN
  const parsed = ipaddr.process(bare)
  if (parsed.kind() === 'ipv4') return parsed.toString()
  const groups = (parsed as ipaddr.IPv6).parts.slice(0, IPV6_GROUPS)
  return `${groups.map((group) => group.toString(16)).join(':')}::/64`
}

/**
 * The client behind `trustedProxies` proxies of ours. Each of them adds whom it got the request from at the end of
 * X-Forwarded-For; what stands further in front is the client's own word and is not believed. `null` where there is neither
 * a socket nor a proxy to tell, and the host does not say either.
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
