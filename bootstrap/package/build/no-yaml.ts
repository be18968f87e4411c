/** What openapi3-ts would write YAML with; Soundhub's document is JSON. */
export const stringify = (): never => {
  throw new Error('Soundhub writes no YAML')
}
