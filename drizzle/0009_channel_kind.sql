-- Every channel there is goes on as it was: a gauge, until its owner says that it counts.
UPDATE "series" SET "channels" = (
  SELECT jsonb_agg(jsonb_build_object('kind', 'gauge') || "channel" ORDER BY "place")
  FROM jsonb_array_elements("channels") WITH ORDINALITY AS "each" ("channel", "place")
);
