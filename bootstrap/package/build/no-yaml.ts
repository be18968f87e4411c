/** Replaces the YAML library of openapi3-ts; Soundhub's document is JSON. */
export const stringify = (): never => {
  throw new Error('Soundhub writes no YAML')
}
