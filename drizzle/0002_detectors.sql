ALTER TABLE "series" ALTER COLUMN "detector" SET DEFAULT 'ensemble';--> statement-breakpoint
ALTER TABLE "anomalies" ADD COLUMN "alarm" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "series" ADD COLUMN "alarm_rules" jsonb;