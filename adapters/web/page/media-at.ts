import type { PageState } from '../contract.ts'

/** Where a media path is served. */
export const mediaAt = ({ mediaUrl }: Pick<PageState, 'mediaUrl'>, path: string): string =>
  `${mediaUrl.replace(/\/*$/, '/')}${path}`
