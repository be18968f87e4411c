import { Validator } from '@seriousme/openapi-schema-validator'
import { describe, expect, it } from 'vitest'
import { house, jsonOf } from './house.ts'

type Operation = {
  readonly operationId: string
  readonly responses: object
  readonly security: unknown
  readonly requestBody: unknown
}
type Document = {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: { readonly schemas: object }
}

describe('the document', () => {
  it('is valid OpenAPI 3.1, and names each operation once', async () => {
    const document = await jsonOf(await house().app.request('/openapi.json'))
    const { valid, errors } = await new Validator().validate(structuredClone(document))
    expect([valid, errors]).toEqual([true, undefined])
    const { paths } = document as unknown as Document
    const names = Object.values(paths).flatMap((item) => Object.values(item).map(({ operationId }) => operationId))
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([])
  })

  it('can be made, and has every operation with its problems', async () => {
    const { app } = house()
    const document = (await jsonOf(await app.request('/openapi.json'))) as unknown as Document
    const operations = Object.entries(document.paths).map(([path, item]) => `${path} ${Object.keys(item).join(' ')}`)
    expect(operations).toEqual([
      '/healthz get',
      '/readyz get',
      '/ get',
      '/home get',
      '/home/genre/{genre} get',
      '/home/instrument/{instrument} get',
      '/search get',
      '/user/signup post get',
      '/user/login post',
      '/user/logout post',
      '/user/activate get post',
      '/user/google_login post',
      '/user/facebook_login post',
      '/user/password get put post',
      '/user/not_me get post',
      '/user/sessions get',
      '/user/sessions/{id} delete',
      '/user get',
      '/user/me get',
      '/user/{id} get post patch delete',
      '/user/{id}/suspension put delete',
      '/user/{id}/follow post put delete',
      '/user/{id}/profile_img get post patch delete',
      '/user/{id}/profile-img get post patch delete',
      '/uploads post',
      '/uploads/{upload} get patch delete',
      '/post get post',
      '/post/{id} get post patch delete',
      '/post/{id}/like post put delete',
      '/post/{id}/comments get post',
      '/post/comment/{id} get post patch delete',
      '/post/{id}/waveform get',
      '/post/comment/{id}/waveform get',
      '/post/{id}/mix patch put',
      '/post/{id}/mixes get post',
      '/post/{id}/proposals get',
      '/post/{id}/mixes/{proposal} get put delete',
      '/post/{id}/mix/events get',
      '/post/{id}/master.{format} get',
      '/post/{id}/stems.zip get',
      '/message post',
      '/message/inbox get',
      '/message/inbox/{id} get delete',
      '/message/sent get',
      '/message/sent/{id} get delete',
      '/staff/audit-log get',
      '/staff/failed-jobs get',
      '/staff/failed-jobs/{job}/retry post',
      '/staff/failed-jobs/retry post',
      '/media/{path} get',
      '/problems/{code} get',
      '/openapi.json get',
      '/docs get',
      '/docs/{file} get',
    ])
    const mix = document.paths['/post/{id}/mix']?.['patch']
    expect(Object.keys(mix?.responses ?? {})).toEqual([
      '200',
      '400',
      '401',
      '403',
      '404',
      '412',
      '413',
      '415',
      '500',
      '503',
    ])
    expect(mix?.security).toEqual([{ token: [] }, { bearer: [] }, { cookie: [] }])
    const body = mix?.requestBody as { content: object }
    expect(Object.keys(body.content)).toEqual([
      'application/json',
      'application/x-www-form-urlencoded',
      'multipart/form-data',
    ])
    expect(Object.keys(document.components.schemas).toSorted()).toEqual([
      'AuditEntry',
      'Author',
      'Comment',
      'FailedJob',
      'Found',
      'Home',
      'Me',
      'Message',
      'Mix',
      'Pictures',
      'Post',
      'Problem',
      'Proposal',
      'Recipe',
      'RecipeChange',
      'Revision',
      'Session',
      'Track',
      'Upload',
      'User',
      'UserDetail',
      'Waveform',
      'WordHome',
    ])
  })
})
