/** Pictures by sharp. */
export { SharpImages } from '#adapters/sharp/sharp-images.ts'
