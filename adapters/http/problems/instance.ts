const UUID = /^([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})$/i

/** The `instance` of a problem (RFC 9457, 3.1.5): a URI that support finds the request by. Proxies give ids of other forms, too. */
export const instanceOf = (requestId: string): string => {
  const groups = UUID.exec(requestId)
  return groups === null ? `#request-${requestId}` : `urn:uuid:${groups.slice(1).join('-').toLowerCase()}`
}
