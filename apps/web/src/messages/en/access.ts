/** Texts of signing in, and of who one is. */
export const access = {
  'signIn.title': 'Sign in',
  'signIn.text': 'This server wants to know who asks.',
  'signIn.provider': 'Sign in with your organisation',
  'signIn.or': 'Or with an API key:',
  'signIn.key': 'API key',
  'signIn.keyHint': 'Begins with srm_. Whoever runs this server can make one.',
  'signIn.byKey': 'Sign in with the key',
  'signIn.problem.expired': 'That took too long, or was begun in another browser. Try again.',
  'signIn.problem.refused': 'Your organisation did not let you in. Try again, or ask whoever runs this server.',
  'signIn.problem.role': 'You are known, but nothing is open to you here. Ask whoever runs this server for a role.',
  'signIn.problem.unavailable': 'Your organisation’s sign-in does not answer at the moment. Try again in a while.',
  'signIn.problem.key': 'This key is not taken: it is mistyped, revoked or expired.',
  'signIn.problem.unreachable': 'The API does not answer. Check that it is running, then try again.',

  'access.nothingTitle': 'Nothing here is open to you',
  'access.nothingText':
    'You may send points, and see none. Ask whoever runs this server for a role, or sign in as somebody else.',
  'access.notYours': 'This takes a role that you do not have',
  'access.notYoursText': 'Models are made by trainers and admins. Ask whoever runs this server.',
  'imports.notYours': 'Imports are for whoever may see all series',
  'imports.notYoursText': 'A file may hold any series, and you may see some of them.',
  'fleet.nothingForYou': 'There is no series yet that you may see.',
  'label.nothing': 'Nobody said anything of its anomalies.',

  'who.title': 'Who I am',
  'who.role.writer': 'Writer: sends points',
  'who.role.viewer': 'Viewer: sees',
  'who.role.trainer': 'Trainer: sees, trains and deploys',
  'who.role.admin': 'Admin: may do everything',
  'who.some': '(some series only)',
  'who.signOut': 'Sign out',
} as const
