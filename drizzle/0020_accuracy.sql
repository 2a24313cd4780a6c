CREATE TABLE "accuracy" (
	"series_id" integer NOT NULL,
	"day" timestamp (3) with time zone NOT NULL,
	"channel" smallint NOT NULL,
	"lead" integer NOT NULL,
	"forecaster" text NOT NULL,
	"version_id" integer,
	"count" double precision NOT NULL,
	"error" double precision NOT NULL,
	"absolute" double precision NOT NULL,
	"squared" double precision NOT NULL,
	"relative" double precision NOT NULL,
	"relative_count" double precision NOT NULL,
	"scaled_error" double precision NOT NULL,
	"seasonal_change" double precision NOT NULL,
	"deviation" double precision NOT NULL,
	"deviation_squared" double precision NOT NULL,
	"coverage" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "accuracy_compared" (
	"series_id" integer NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"actual" double precision[] NOT NULL,
	"forecasts" bigint[] NOT NULL,
	"steps" integer[] NOT NULL,
	"befores" double precision[] NOT NULL,
	CONSTRAINT "accuracy_compared_series_id_at_pk" PRIMARY KEY("series_id","at")
);
--> statement-breakpoint
CREATE TABLE "accuracy_progress" (
	"series_id" integer PRIMARY KEY NOT NULL,
	"seq" bigint NOT NULL,
	"revision" integer NOT NULL,
	"centres" double precision[] NOT NULL
);
--> statement-breakpoint
ALTER TABLE "accuracy" ADD CONSTRAINT "accuracy_series_id_series_id_fk" FOREIGN KEY ("series_id") REFERENCES "public"."series"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "accuracy_compared" ADD CONSTRAINT "accuracy_compared_series_id_series_id_fk" FOREIGN KEY ("series_id") REFERENCES "public"."series"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "accuracy_progress" ADD CONSTRAINT "accuracy_progress_series_id_series_id_fk" FOREIGN KEY ("series_id") REFERENCES "public"."series"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "accuracy_cells" ON "accuracy" USING btree ("series_id","day","channel","lead","forecaster",coalesce("version_id", 0));--> statement-breakpoint
CREATE INDEX "accuracy_by_day" ON "accuracy" USING btree ("day");--> statement-breakpoint
CREATE INDEX "accuracy_of_versions" ON "accuracy" USING btree ("version_id","day") WHERE "accuracy"."version_id" is not null;
--> statement-breakpoint
-- Under the role seriema_limited sums are there where their series are; how far points have been compared is nobody's but ours.
DO $$
DECLARE
  owned text;
BEGIN
  FOREACH owned IN ARRAY ARRAY['accuracy', 'accuracy_progress', 'accuracy_compared'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', owned);
    EXECUTE format('CREATE POLICY reach ON %I FOR SELECT USING (EXISTS (SELECT FROM series s WHERE s.id = series_id))', owned);
  END LOOP;
END $$;
--> statement-breakpoint
DO $$
BEGIN
  GRANT SELECT ON accuracy TO seriema_limited;
EXCEPTION
  WHEN undefined_object THEN NULL;
END $$;
