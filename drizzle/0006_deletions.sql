ALTER TABLE "series" DROP CONSTRAINT "series_key_unique";--> statement-breakpoint
ALTER TABLE "series" ADD COLUMN "deleted_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "series" ADD COLUMN "restorable_until" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "series" ADD COLUMN "doomed" boolean DEFAULT false NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "series_key_unique" ON "series" USING btree ("key") WHERE not "series"."doomed";--> statement-breakpoint
CREATE INDEX "series_deleted" ON "series" USING btree ("deleted_at","id") WHERE "series"."deleted_at" is not null;--> statement-breakpoint
-- Looks at every point of generated series, however long that takes.
SET LOCAL statement_timeout = 0;--> statement-breakpoint
-- A generator belongs to a series that it made: where others brought points too, it lets go, and nothing else changes.
DELETE FROM "generators" g WHERE EXISTS (
	SELECT FROM "points" p WHERE p."series_id" = g."series_id" AND NOT EXISTS (
		SELECT FROM "generated_points" t WHERE t."series_id" = p."series_id" AND t."at" = p."at"));--> statement-breakpoint
SET LOCAL statement_timeout = DEFAULT;
