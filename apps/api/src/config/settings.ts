import { resolve } from 'node:path'
import { z } from 'zod'
import {
  artifacts,
  choice,
  claimRules,
  databaseUrl,
  flag,
  folder,
  hostNames,
  hubModel,
  issuer,
  networks,
  optional,
  origins,
  port,
  redisAddress,
  secret,
  setting,
  text,
  webUrl,
  whole,
  words,
} from './setting.ts'

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const

/** Everything that can be set, in the order of the manual; folders become absolute, durations are in milliseconds. */
export const settings = {
  /** null: the embedded PostgreSQL in `dataFolder`. */
  databaseUrl: secret('DATABASE_URL', optional(databaseUrl)),
  dataFolder: setting('SERIEMA_DATA', folder.default(resolve('.seriema'))),
  /** Port of the embedded PostgreSQL; 0 takes a free one. */
  databasePort: setting('SERIEMA_DATABASE_PORT', port(0)),
  /** Connections that write, and those that read what callers ask for: neither waits for the other. */
  writers: setting('SERIEMA_DATABASE_WRITERS', whole(1, 1_000, 6)),
  readers: setting('SERIEMA_DATABASE_READERS', whole(2, 1_000, 6)),
  /** Milliseconds a statement may take that reads what a caller asks for. */
  readBudget: setting('SERIEMA_READ_BUDGET_MS', whole(100, 600_000, 20_000)),
  host: setting('SERIEMA_HOST', text(/^[\w.:-]+$/, 'an address or a host name to listen on').default('127.0.0.1')),
  /** Names this machine goes by, besides its own: requests to any other are refused. */
  hosts: setting('SERIEMA_HOSTS', hostNames),
  apiPort: setting('SERIEMA_API_PORT', port(4000)),
  webPort: setting('SERIEMA_WEB_PORT', whole(1, 65_535, 3000)),
  /** Origins whose pages may call the API from a browser, besides the dashboard's own. */
  webOrigins: setting('SERIEMA_WEB_ORIGINS', origins),
  /** Where browsers find the API; null: on the dashboard's own host, at `apiPort`. */
  apiUrl: setting('SERIEMA_API_URL', optional(webUrl('https://example.org/graphql'))),
  /** Where people find the dashboard, for links in what is sent; null: on this machine, at `webPort`. */
  publicUrl: setting('SERIEMA_PUBLIC_URL', optional(webUrl('https://seriema.example.org'))),
  /** Addresses and networks that receivers of alerts may have although they are private. */
  receiverNetworks: setting('SERIEMA_RECEIVER_NETWORKS', networks),
  /** Addresses and networks of proxies whose word on where a request comes from, and by what, is taken. */
  trustedProxies: setting('SERIEMA_TRUSTED_PROXIES', networks),
  tls: {
    /** Files in PEM; null: without TLS. */
    certificate: setting('SERIEMA_TLS_CERT', optional(folder)),
    key: setting('SERIEMA_TLS_KEY', optional(folder)),
  },
  /** Where processes that share a database count what is limited; null: each by itself. */
  redisUrl: secret('SERIEMA_REDIS_URL', optional(redisAddress)),
  /** Where TinyTimeMixer's weights are: a folder, or a model of the hub; at most one of them. */
  ttmFolder: setting('SERIEMA_TTM_DIR', optional(folder)),
  ttmModel: setting('SERIEMA_TTM_MODEL', optional(hubModel)),
  /** By the conventions of Hugging Face's own libraries, which `hubSettings` knows. */
  huggingFace: {
    HF_HUB_CACHE: setting('HF_HUB_CACHE', folder.optional()),
    HF_HOME: setting('HF_HOME', folder.optional()),
    HF_ENDPOINT: setting('HF_ENDPOINT', webUrl('https://huggingface.co').optional()),
    HF_TOKEN: secret('HF_TOKEN', text(/^hf_\w+$/, 'a token that begins with hf_').optional()),
    HF_HUB_OFFLINE: setting('HF_HUB_OFFLINE', z.string().optional()),
  },
  /** Where the ONNX files of versions are kept. */
  artifacts: setting('SERIEMA_ARTIFACTS', artifacts),
  s3: {
    /** A server that speaks S3, and the region of the bucket; null: AWS's own, as its settings say. */
    endpoint: setting('SERIEMA_S3_ENDPOINT', optional(webUrl('http://127.0.0.1:9000'))),
    region: setting('SERIEMA_S3_REGION', optional(text(/^[a-z\d-]{1,64}$/, 'a region like eu-central-1'))),
  },
  /** Processes beside the API that train models; 0: others do, elsewhere. */
  workers: setting('SERIEMA_WORKERS', whole(0, 64, 1)),
  /** Whether `npm start` creates the demo series. */
  demo: setting('SERIEMA_DEMO', flag(true)),
  /** Hours in which a deleted series can be restored; 0: it is gone at once. */
  undoHours: setting('SERIEMA_UNDO_HOURS', whole(0, 87_600, 24)),
  /** Days that entries of the audit are kept. */
  auditDays: setting('SERIEMA_AUDIT_DAYS', whole(1, 36_500, 365)),
  logLevel: setting('SERIEMA_LOG_LEVEL', choice(logLevels, 'info')),
  /** `auto`: a file in the data folder where somebody watches a terminal, else standard error. */
  logTo: setting('SERIEMA_LOG_TO', choice(['auto', 'file', 'stderr'], 'auto')),
  /** Whether callers are asked who they are. `auto`: not on this machine, and nowhere else without a word on it. */
  access: setting('SERIEMA_ACCESS', choice(['auto', 'on', 'off'], 'auto')),
  /** Of how many `/metrics` has figures of their own: series that most comes of, and versions used last. */
  metrics: {
    series: setting('SERIEMA_METRICS_SERIES', whole(0, 1_000, 10)),
    versions: setting('SERIEMA_METRICS_VERSIONS', whole(0, 1_000, 20)),
  },
  /** Who vouches for people and their tokens; what only is known with others is checked in `oidc.ts`. */
  oidc: {
    issuer: setting('SERIEMA_OIDC_ISSUER', optional(issuer)),
    /** For whom tokens must be made out: one of these. */
    audience: setting('SERIEMA_OIDC_AUDIENCE', words('audiences like api://seriema, separated by commas', ',', [])),
    /** As whom this server asks the issuer to let people sign in; null: the dashboard is opened by API keys alone. */
    clientId: setting('SERIEMA_OIDC_CLIENT_ID', optional(text(/^[\x21-\x7e]{1,256}$/, 'the id that the issuer gave'))),
    clientSecret: secret('SERIEMA_OIDC_CLIENT_SECRET', optional(text(/^[\x20-\x7e]{1,512}$/, 'the secret it gave'))),
    rolesClaim: setting('SERIEMA_OIDC_ROLES_CLAIM', text(/^\S{1,256}$/, 'the name of a claim').default('roles')),
    roles: setting('SERIEMA_OIDC_ROLES', optional(claimRules)),
    scopes: setting('SERIEMA_OIDC_SCOPES', words('scopes separated by spaces', ' ', ['openid', 'profile', 'email'])),
  },
  /** What sessions are locked with; null: made once and kept in the data folder. */
  secret: secret('SERIEMA_SECRET', optional(text(/^.{32,1024}$/s, 'a text of 32 to 1024 characters'))),
  /** Whether anybody may ask what the API has: introspection, and the names that were nearly right. `auto`: on this machine. */
  introspection: setting('SERIEMA_INTROSPECTION', choice(['auto', 'on', 'off'], 'auto')),
  /** Milliseconds a scorer may take over a batch before the z-score baseline answers instead. */
  scoreBudget: setting('SERIEMA_SCORE_BUDGET_MS', whole(1, 60_000, 250)),
  /** Milliseconds a shutdown may take before what is left is cut off. */
  shutdownBudget: setting('SERIEMA_SHUTDOWN_BUDGET_MS', whole(100, 600_000, 8_000)),
  /** What one caller may ask of the server at once. */
  limits: {
    /** Bytes of a request's body; a streamed file import is not a body. */
    bodyBytes: setting('SERIEMA_LIMIT_BODY_BYTES', whole(1_024, 1_073_741_824, 10_485_760)),
    /** Bytes of an imported file. */
    importBytes: setting('SERIEMA_LIMIT_IMPORT_BYTES', whole(1_024, 999_999_999_999_999, 2_147_483_648)),
    /** Points of a series that a training takes; of a group in all a hundred times as many. */
    trainingPoints: setting('SERIEMA_LIMIT_TRAINING_POINTS', whole(2, 1_000_000_000, 100_000)),
    /** Bytes of an ONNX file that is sent. */
    artifactBytes: setting('SERIEMA_LIMIT_ARTIFACT_BYTES', whole(1_024, 1_073_741_824, 268_435_456)),
    depth: setting('SERIEMA_LIMIT_DEPTH', whole(1, 100, 12)),
    aliases: setting('SERIEMA_LIMIT_ALIASES', whole(1, 1_000, 30)),
    tokens: setting('SERIEMA_LIMIT_TOKENS', whole(100, 1_000_000, 2_000)),
    /** Cost of an operation as its fields declare it. */
    cost: setting('SERIEMA_LIMIT_COST', whole(1, 1_000_000_000, 20_000)),
    connectionsPerAddress: setting('SERIEMA_LIMIT_CONNECTIONS', whole(1, 1_000_000, 4_000)),
    socketsPerAddress: setting('SERIEMA_LIMIT_SOCKETS', whole(1, 1_000_000, 2_000)),
    /** Bytes of an answer, and of what one WebSocket has been sent and has not taken yet. */
    answerBytes: setting('SERIEMA_LIMIT_ANSWER_BYTES', whole(1_024, 1_073_741_824, 67_108_864)),
    subscriptionsPerSocket: setting('SERIEMA_LIMIT_SUBSCRIPTIONS', whole(1, 100_000, 100)),
    /** Of one caller who says who it is; 0 of these and of those below: no limit. */
    socketsPerUser: setting('SERIEMA_LIMIT_SOCKETS_PER_USER', whole(0, 1_000_000, 200)),
    subscriptionsPerUser: setting('SERIEMA_LIMIT_SUBSCRIPTIONS_PER_USER', whole(0, 1_000_000, 1_000)),
    /** Begun in 5 minutes for a series or group, and in an hour from an address. */
    trainingsPerSeries: setting('SERIEMA_LIMIT_TRAININGS_PER_SERIES', whole(0, 1_000_000, 1)),
    trainingsPerAddress: setting('SERIEMA_LIMIT_TRAININGS_PER_ADDRESS', whole(0, 1_000_000, 100)),
    /** Made in a minute of a series, and for an address. */
    predictionsPerSeries: setting('SERIEMA_LIMIT_PREDICTIONS_PER_SERIES', whole(0, 1_000_000_000, 1_000)),
    predictionsPerAddress: setting('SERIEMA_LIMIT_PREDICTIONS_PER_ADDRESS', whole(0, 1_000_000_000, 10_000)),
    /** Wrong keys and tokens shown in a minute from an address. */
    guessesPerAddress: setting('SERIEMA_LIMIT_GUESSES', whole(0, 1_000_000, 10)),
  },
}
