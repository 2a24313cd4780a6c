CREATE TABLE "rescores" (
	"series_id" integer PRIMARY KEY NOT NULL,
	"detector" text NOT NULL,
	"alarm_rules" jsonb NOT NULL,
	"state" text NOT NULL,
	"points" bigint NOT NULL,
	"judged" bigint NOT NULL,
	"stays" integer NOT NULL,
	"goes" integer NOT NULL,
	"comes" integer NOT NULL,
	"failure" text,
	"started_at" timestamp (3) with time zone NOT NULL,
	"finished_at" timestamp (3) with time zone
);
--> statement-breakpoint
ALTER TABLE "rescores" ADD CONSTRAINT "rescores_series_id_series_id_fk" FOREIGN KEY ("series_id") REFERENCES "public"."series"("id") ON DELETE cascade ON UPDATE no action;