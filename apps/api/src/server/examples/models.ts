import type { Example } from './example.ts'

/** From a kind to a version that speaks, and to what people say of it. */
export const modelExamples: readonly Example[] = [
  {
    query: `# 10. What a model can be, with its settings (usual
# values and limits) and presets to start from.
query ModelKinds {
  modelKinds {
    kind
    role
    title
    needs
    settings { name title type usual least most unit }
    presets { name title description settings }
  }
}
`,
  },
  {
    query: `# 11. A model: what is to be learnt, and from which
# series or group. Settings left out are the usual.
mutation CreateModel {
  createModel(input: {
    name: "Pressure, an hour ahead"
    scope: { series: "pump_7" }
    kind: RIDGE
    settings: { horizon: 12 }
    recipe: { scale: STANDARD }
  }) {
    ... on ModelPayload {
      model { id name kind settings }
      warnings
    }
    ... on Fault { code message }
  }
}
`,
  },
  {
    query: `# 12. Train it: a worker makes a version of it. Four
# points are too few: the training will say so.
mutation TrainModel($model: ID!) {
  trainModel(input: { modelId: $model }) {
    ... on TrainingPayload {
      training { id state requestedAt }
    }
    ... on Fault { code message }
  }
}
`,
    variables: '{ "model": "put model.id of tab 11 here" }',
    takes: { model: ['CreateModel', 'createModel', 'model', 'id'] },
  },
  {
    query: `# 13. How trainings go, as they go. Give the last
# cursor as \`after\`, and nothing is missed.
subscription TrainingProgressed($after: Cursor) {
  trainingProgressed(after: $after) {
    cursor
    trainings {
      id
      model { name }
      state
      progress
      epoch
      losses { epoch training validation }
      failure { code message }
      version { name }
    }
  }
}
`,
  },
  {
    query: `# 14. All versions, the newest first: how they did
# on data they had not seen, and their ONNX files.
query Versions {
  versions(first: 20, filter: { archived: false }) {
    totalCount
    edges {
      node {
        id
        name
        model { name }
        createdAt
        metrics {
          own { mase mae coverage }
          naive { mase mae coverage }
        }
        tags
        deployed
        downloadUrl
      }
    }
  }
}
`,
  },
  {
    query: `# 15. Try another detector beside the one that is
# active. \`version\` in place of \`kind\` tries a
# version; CANARY lets it speak for a share.
mutation DeployVersion {
  deployVersion(input: {
    scope: { series: "pump_7" }
    role: WATCH
    slot: SHADOW
    kind: ROBUST
    reason: "is it calmer?"
  }) {
    ... on DeploymentPayload {
      deployments {
        slot
        speaker { title version { name } }
        limits { automatic leastAgreement fewestPoints }
      }
    }
    ... on Fault { code message }
  }
}
`,
  },
  {
    query: `# 16. Who spoke when, and why.
query DeploymentHistory {
  deploymentHistory(scope: { series: "pump_7" }, first: 10) {
    edges {
      node {
        at
        role
        slot
        from { title }
        to { title }
        reason
        automatic
        by
      }
    }
  }
}
`,
  },
  {
    query: `# 17. Say where an anomaly was missed; what is said
# makes precision and recall of who watched.
mutation LabelSpan {
  labelSpan(input: {
    series: "pump_7"
    from: "2026-01-31T12:05:00Z"
    to: "2026-01-31T12:10:00Z"
    note: "the valve stuck"
  }) {
    ... on LabelPayload {
      label { id from to missed verdict note }
    }
    ... on Fault { code message }
  }
}
`,
  },
]
