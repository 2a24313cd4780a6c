CREATE TABLE "drift" (
	"series_id" integer PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"version_id" integer,
	"reference" jsonb,
	"predictions" jsonb,
	"drift" jsonb,
	"drifted" boolean NOT NULL,
	"worst" double precision NOT NULL,
	"checked_at" timestamp (3) with time zone NOT NULL,
	"next_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "drift_history" (
	"series_id" integer NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"kind" text NOT NULL,
	"version_id" integer,
	"drift" jsonb NOT NULL,
	CONSTRAINT "drift_history_series_id_at_pk" PRIMARY KEY("series_id","at")
);
--> statement-breakpoint
CREATE TABLE "quality" (
	"series_id" integer PRIMARY KEY NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"window" double precision NOT NULL,
	"results" jsonb NOT NULL,
	"failing" bigint NOT NULL,
	"seq" bigint NOT NULL,
	"next_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "quality_history" (
	"series_id" integer NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"window" double precision NOT NULL,
	"results" jsonb NOT NULL,
	CONSTRAINT "quality_history_series_id_at_pk" PRIMARY KEY("series_id","at")
);
--> statement-breakpoint
ALTER TABLE "series" ADD COLUMN "quality_limits" jsonb;--> statement-breakpoint
ALTER TABLE "series" ADD COLUMN "drift_limit" double precision;--> statement-breakpoint
ALTER TABLE "drift" ADD CONSTRAINT "drift_series_id_series_id_fk" FOREIGN KEY ("series_id") REFERENCES "public"."series"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drift_history" ADD CONSTRAINT "drift_history_series_id_series_id_fk" FOREIGN KEY ("series_id") REFERENCES "public"."series"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "quality" ADD CONSTRAINT "quality_series_id_series_id_fk" FOREIGN KEY ("series_id") REFERENCES "public"."series"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "quality_history" ADD CONSTRAINT "quality_history_series_id_series_id_fk" FOREIGN KEY ("series_id") REFERENCES "public"."series"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "drift_by_worst" ON "drift" USING btree ("worst","series_id") WHERE "drift"."drift" is not null;--> statement-breakpoint
CREATE INDEX "drift_history_by_time" ON "drift_history" USING btree ("at");--> statement-breakpoint
CREATE INDEX "quality_by_failing" ON "quality" USING btree ("failing","series_id");--> statement-breakpoint
CREATE INDEX "quality_history_by_time" ON "quality_history" USING btree ("at");
--> statement-breakpoint
DO $$
DECLARE
  owned text;
BEGIN
  FOREACH owned IN ARRAY ARRAY['quality', 'quality_history', 'drift', 'drift_history'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', owned);
    EXECUTE format('CREATE POLICY reach ON %I FOR SELECT USING (EXISTS (SELECT FROM series s WHERE s.id = series_id))', owned);
  END LOOP;
END $$;
--> statement-breakpoint
DO $$
BEGIN
  GRANT SELECT ON quality, quality_history, drift, drift_history TO seriema_limited;
EXCEPTION
  WHEN undefined_object THEN NULL;
END $$;
