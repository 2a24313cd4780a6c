CREATE TABLE "anomalies" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "anomalies_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"series_id" integer NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"channel" smallint NOT NULL,
	"value" double precision NOT NULL,
	"expected" double precision NOT NULL,
	"lower" double precision NOT NULL,
	"upper" double precision NOT NULL,
	"score" double precision NOT NULL,
	"severity" text NOT NULL,
	"detector" text NOT NULL,
	"fallback" text,
	"reason" text NOT NULL,
	"late" boolean NOT NULL,
	"found_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "events" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "events_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"kind" text NOT NULL,
	"series_id" integer,
	"payload" jsonb NOT NULL,
	"happened_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "forecasts" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "forecasts_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"series_id" integer NOT NULL,
	"model" text NOT NULL,
	"model_reason" text NOT NULL,
	"asked" text,
	"origin" timestamp (3) with time zone NOT NULL,
	"origin_seq" bigint NOT NULL,
	"made_at" timestamp (3) with time zone NOT NULL,
	"interval" double precision NOT NULL,
	"season" integer NOT NULL,
	"horizon" integer NOT NULL,
	"channels" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "generated_points" (
	"series_id" integer NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"base" double precision[] NOT NULL,
	"trend" double precision[] NOT NULL,
	"season" double precision[] NOT NULL,
	"noise" double precision[] NOT NULL,
	"injected" double precision[] NOT NULL,
	CONSTRAINT "generated_points_series_id_at_pk" PRIMARY KEY("series_id","at")
);
--> statement-breakpoint
CREATE TABLE "generators" (
	"series_id" integer PRIMARY KEY NOT NULL,
	"settings" jsonb NOT NULL,
	"running" boolean NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"generated" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "imports" (
	"id" uuid PRIMARY KEY NOT NULL,
	"file_name" text NOT NULL,
	"key" text NOT NULL,
	"plan" jsonb NOT NULL,
	"state" text NOT NULL,
	"size" bigint,
	"bytes_read" bigint DEFAULT 0 NOT NULL,
	"rows_read" bigint DEFAULT 0 NOT NULL,
	"stored" bigint DEFAULT 0 NOT NULL,
	"duplicates" bigint DEFAULT 0 NOT NULL,
	"conflicts" bigint DEFAULT 0 NOT NULL,
	"rejected" bigint DEFAULT 0 NOT NULL,
	"anomalies" integer DEFAULT 0 NOT NULL,
	"rejections" jsonb NOT NULL,
	"series_keys" text[] NOT NULL,
	"failure" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"started_at" timestamp (3) with time zone,
	"finished_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "points" (
	"series_id" integer NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"seq" bigint NOT NULL,
	"values" double precision[] NOT NULL,
	CONSTRAINT "points_series_id_at_pk" PRIMARY KEY("series_id","at")
);
--> statement-breakpoint
CREATE TABLE "series" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "series_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"key" text NOT NULL,
	"title" text,
	"description" text,
	"channels" jsonb NOT NULL,
	"attributes" jsonb NOT NULL,
	"declared_interval" double precision,
	"inferred_interval" double precision,
	"detector" text DEFAULT 'zscore' NOT NULL,
	"forecaster" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"point_count" bigint DEFAULT 0 NOT NULL,
	"last_seq" bigint DEFAULT 0 NOT NULL,
	"first_at" timestamp (3) with time zone,
	"last_at" timestamp (3) with time zone,
	CONSTRAINT "series_key_unique" UNIQUE("key")
);
--> statement-breakpoint
ALTER TABLE "anomalies" ADD CONSTRAINT "anomalies_series_id_series_id_fk" FOREIGN KEY ("series_id") REFERENCES "public"."series"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "forecasts" ADD CONSTRAINT "forecasts_series_id_series_id_fk" FOREIGN KEY ("series_id") REFERENCES "public"."series"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "generators" ADD CONSTRAINT "generators_series_id_series_id_fk" FOREIGN KEY ("series_id") REFERENCES "public"."series"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "anomalies_by_series" ON "anomalies" USING btree ("series_id","at");--> statement-breakpoint
CREATE INDEX "anomalies_by_time" ON "anomalies" USING btree ("at","id");--> statement-breakpoint
CREATE INDEX "events_by_time" ON "events" USING btree ("happened_at");--> statement-breakpoint
CREATE INDEX "forecasts_by_series" ON "forecasts" USING btree ("series_id","origin");--> statement-breakpoint
CREATE UNIQUE INDEX "points_arrival" ON "points" USING btree ("series_id","seq");--> statement-breakpoint
CREATE INDEX "series_search" ON "series" USING btree (lower("key"));