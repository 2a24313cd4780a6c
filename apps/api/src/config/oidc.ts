/** What is wrong with the settings of an issuer taken together, each a sentence; `given` has those that are set. */
export function oidcMistakes(given: Readonly<Record<string, string | undefined>>): readonly string[] {
  const issuer = given.SERIEMA_OIDC_ISSUER
  if (issuer === undefined) {
    const others = Object.keys(given).filter(name => name.startsWith('SERIEMA_OIDC_'))
    return others.length === 0 ? [] : [`${others.join(', ')} needs SERIEMA_OIDC_ISSUER: whose tokens are to be taken?`]
  }
  const mistakes: string[] = []
  if ((given.SERIEMA_ACCESS ?? 'auto') === 'auto')
    mistakes.push(
      'SERIEMA_OIDC_ISSUER is set: set SERIEMA_ACCESS=on, and callers say who they are, or =off to ignore it',
    )
  if (/^https:\/\/[^/]+\/(common|organizations|consumers)(\/|$)/.test(issuer))
    mistakes.push('SERIEMA_OIDC_ISSUER speaks for every organisation there is: name the id of your own in its place')
  if (given.SERIEMA_OIDC_ROLES === undefined)
    mistakes.push('SERIEMA_OIDC_ROLES is not set, and without it nobody may do anything: map values to roles')
  if (given.SERIEMA_OIDC_AUDIENCE === undefined && given.SERIEMA_OIDC_CLIENT_ID === undefined)
    mistakes.push(
      'SERIEMA_OIDC_ISSUER needs SERIEMA_OIDC_CLIENT_ID for people to sign in, SERIEMA_OIDC_AUDIENCE for programs with tokens, or both',
    )
  if (given.SERIEMA_OIDC_CLIENT_SECRET !== undefined && given.SERIEMA_OIDC_CLIENT_ID === undefined)
    mistakes.push('SERIEMA_OIDC_CLIENT_SECRET needs SERIEMA_OIDC_CLIENT_ID: whose secret is it?')
  if (given.SERIEMA_OIDC_SCOPES !== undefined && !given.SERIEMA_OIDC_SCOPES.split(' ').includes('openid'))
    mistakes.push('SERIEMA_OIDC_SCOPES lacks openid, without which nobody says who signs in')
  return mistakes
}
