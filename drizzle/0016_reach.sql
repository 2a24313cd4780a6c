-- Under the role seriema_limited nothing exists but what is within reach: `seriema.reach` lists rules, a series is there
-- where it fits one. Nobody else is subject to these policies: owners of tables are not.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'seriema_limited') THEN
    CREATE ROLE seriema_limited NOLOGIN;
  END IF;
EXCEPTION
  -- Another database of the same server makes it at the same moment.
  WHEN duplicate_object OR unique_violation THEN NULL;
  WHEN insufficient_privilege THEN
    RAISE NOTICE 'grants for some series need the role seriema_limited: docs/security.md says how to make it';
END $$;
--> statement-breakpoint
DO $$
BEGIN
  IF NOT pg_has_role(current_user, 'seriema_limited', 'member') THEN
    GRANT seriema_limited TO CURRENT_USER;
  END IF;
EXCEPTION
  WHEN undefined_object OR insufficient_privilege THEN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION seriema_reaches(key text, attributes jsonb) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT EXISTS (
    SELECT FROM jsonb_array_elements(current_setting('seriema.reach')::jsonb) rule
    WHERE (rule->>'key' IS NULL OR key LIKE rule->>'key') AND attributes @> (rule->'attributes')
  )
$$;
--> statement-breakpoint
-- Whether whatever meets the conditions of a group is within reach, members to come included.
CREATE FUNCTION seriema_reaches_group(conditions jsonb) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT EXISTS (
    SELECT FROM jsonb_array_elements(current_setting('seriema.reach')::jsonb) rule
    WHERE rule->>'key' IS NULL AND NOT EXISTS (
      SELECT FROM jsonb_array_elements(rule->'attributes') required
      WHERE NOT EXISTS (
        SELECT FROM jsonb_array_elements(conditions) condition
        WHERE condition->>'attribute' = required->>'name'
          AND jsonb_array_length(condition->'values') > 0
          AND condition->'values' <@ jsonb_build_array(required->'value')
      )
    )
  )
$$;
--> statement-breakpoint
ALTER TABLE series ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY reach ON series FOR SELECT USING (seriema_reaches(key, attributes));
--> statement-breakpoint
ALTER TABLE groups ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY reach ON groups FOR SELECT USING (seriema_reaches_group(conditions));
--> statement-breakpoint
-- What belongs to a series or a group is there where these are. Points need no policy: they are read of a series that was
-- found, and a policy would be asked for every one of them.
DO $$
DECLARE
  owned text;
BEGIN
  FOREACH owned IN ARRAY ARRAY['anomalies', 'forecasts', 'labels', 'suppressions', 'rescores', 'rollout_progress', 'generators', 'generated_points', 'detector_states'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', owned);
    EXECUTE format('CREATE POLICY reach ON %I FOR SELECT USING (EXISTS (SELECT FROM series s WHERE s.id = series_id))', owned);
  END LOOP;
  FOREACH owned IN ARRAY ARRAY['models', 'versions', 'deployments', 'deployment_changes'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', owned);
    EXECUTE format(
      'CREATE POLICY reach ON %I FOR SELECT USING (EXISTS (SELECT FROM series s WHERE s.id = series_id) OR EXISTS (SELECT FROM groups g WHERE g.id = group_id))',
      owned);
  END LOOP;
END $$;
--> statement-breakpoint
ALTER TABLE trainings ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY reach ON trainings FOR SELECT USING (EXISTS (SELECT FROM models m WHERE m.id = model_id));
--> statement-breakpoint
ALTER TABLE rollout_comparisons ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY reach ON rollout_comparisons FOR SELECT USING (EXISTS (SELECT FROM deployments d WHERE d.id = deployment_id));
--> statement-breakpoint
DO $$
BEGIN
  GRANT USAGE ON SCHEMA public TO seriema_limited;
  GRANT SELECT ON series, groups, points, anomalies, forecasts, labels, suppressions, rescores, rollout_progress, generators,
    generated_points, detector_states, models, versions, deployments, deployment_changes, trainings, rollout_comparisons TO seriema_limited;
EXCEPTION
  WHEN undefined_object THEN NULL;
END $$;
