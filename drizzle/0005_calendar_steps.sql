ALTER TABLE "forecasts" ADD COLUMN "step" jsonb;--> statement-breakpoint
ALTER TABLE "series" ADD COLUMN "declared_step" jsonb;--> statement-breakpoint
ALTER TABLE "series" ADD COLUMN "time_zone" text DEFAULT 'UTC' NOT NULL;--> statement-breakpoint
ALTER TABLE "series" ADD COLUMN "inferred_step" jsonb;--> statement-breakpoint
ALTER TABLE "series" ADD COLUMN "live_at" timestamp (3) with time zone;--> statement-breakpoint
-- What grew after its series was made was followed as it happened.
UPDATE "series" SET "live_at" = "last_at" WHERE "last_at" > "created_at";
