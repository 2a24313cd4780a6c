ALTER TABLE "anomalies" ADD COLUMN "version_id" integer;--> statement-breakpoint
ALTER TABLE "forecasts" ADD COLUMN "version_id" integer;--> statement-breakpoint
ALTER TABLE "forecasts" ADD COLUMN "fallback" text;--> statement-breakpoint
ALTER TABLE "models" ADD COLUMN "retraining" jsonb;--> statement-breakpoint
WITH "chosen" AS (
	SELECT "id", 'watch' AS "role", "detector" AS "kind", "created_at" FROM "series" WHERE "detector" <> 'ensemble'
	UNION ALL
	SELECT "id", 'forecast', "forecaster", "created_at" FROM "series" WHERE "forecaster" IS NOT NULL
), "told" AS (
	INSERT INTO "deployment_changes" ("series_id", "role", "slot", "at", "to_kind", "share", "reason", "automatic")
	SELECT "id", "role", 'active', "created_at", "kind", 1, 'chosen before there was a timeline', false FROM "chosen" ORDER BY "id"
)
INSERT INTO "deployments" ("series_id", "role", "slot", "kind", "share", "since")
SELECT "id", "role", 'active', "kind", 1, "created_at" FROM "chosen" ORDER BY "id";--> statement-breakpoint
ALTER TABLE "series" DROP COLUMN "detector";--> statement-breakpoint
ALTER TABLE "series" DROP COLUMN "forecaster";--> statement-breakpoint
ALTER TABLE "trainings" DROP COLUMN "cancel_asked";