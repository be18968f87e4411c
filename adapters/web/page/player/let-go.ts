/**
 * Frees the memory of bytes now. The garbage collector waits until there are hundreds of megabytes. Whoever still looks at
 * them finds nothing.
 */
export const letGo = ({ buffer }: { readonly buffer: ArrayBufferLike }): void => {
  // Browsers from before 2024 leave it to the garbage collector.
  if ('transfer' in buffer) buffer.transfer(0)
}
