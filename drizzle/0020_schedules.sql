CREATE TABLE "schedules" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "schedules_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"series_id" integer,
	"group_id" integer,
	"forecaster" text,
	"version_id" integer,
	"horizon" integer,
	"timing" jsonb NOT NULL,
	"on" boolean NOT NULL,
	"next_at" timestamp (3) with time zone,
	"made_at" timestamp (3) with time zone NOT NULL,
	"by" text,
	"doomed" boolean DEFAULT false NOT NULL,
	CONSTRAINT "schedules_one_scope" CHECK (num_nonnulls("schedules"."series_id", "schedules"."group_id") = 1)
);
--> statement-breakpoint
CREATE TABLE "schedule_runs" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "schedule_runs_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"schedule_id" integer NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"asked" boolean NOT NULL,
	"state" text NOT NULL,
	"attempt" integer DEFAULT 0 NOT NULL,
	"missed" integer DEFAULT 0 NOT NULL,
	"series" integer,
	"forecast" integer DEFAULT 0 NOT NULL,
	"failed" integer DEFAULT 0 NOT NULL,
	"failure_code" text,
	"failure" text,
	"started_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "schedule_runs_once" UNIQUE("schedule_id","due_at")
);
--> statement-breakpoint
ALTER TABLE "forecasts" ADD COLUMN "run_id" bigint;--> statement-breakpoint
ALTER TABLE "schedules" ADD CONSTRAINT "schedules_series_id_series_id_fk" FOREIGN KEY ("series_id") REFERENCES "public"."series"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "schedules" ADD CONSTRAINT "schedules_group_id_groups_id_fk" FOREIGN KEY ("group_id") REFERENCES "public"."groups"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "schedule_runs" ADD CONSTRAINT "schedule_runs_schedule_id_schedules_id_fk" FOREIGN KEY ("schedule_id") REFERENCES "public"."schedules"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "schedules_due" ON "schedules" USING btree ("next_at") WHERE "schedules"."on" and not "schedules"."doomed";--> statement-breakpoint
CREATE INDEX "schedules_of_series" ON "schedules" USING btree ("series_id");--> statement-breakpoint
CREATE INDEX "schedules_of_group" ON "schedules" USING btree ("group_id");--> statement-breakpoint
CREATE INDEX "schedule_runs_by_time" ON "schedule_runs" USING btree ("due_at");--> statement-breakpoint
CREATE UNIQUE INDEX "schedule_runs_one_at_a_time" ON "schedule_runs" USING btree ("schedule_id") WHERE "schedule_runs"."state" in ('waiting', 'running');--> statement-breakpoint
ALTER TABLE "forecasts" ADD CONSTRAINT "forecasts_run_id_schedule_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."schedule_runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "forecasts_unscheduled" ON "forecasts" USING btree ("series_id","origin") WHERE "forecasts"."run_id" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "forecasts_by_run" ON "forecasts" USING btree ("run_id","series_id") WHERE "forecasts"."run_id" is not null;--> statement-breakpoint
ALTER TABLE schedules ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY reach ON schedules FOR SELECT USING (EXISTS (SELECT FROM series s WHERE s.id = series_id) OR EXISTS (SELECT FROM groups g WHERE g.id = group_id));
--> statement-breakpoint
ALTER TABLE schedule_runs ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY reach ON schedule_runs FOR SELECT USING (EXISTS (SELECT FROM schedules c WHERE c.id = schedule_id));
--> statement-breakpoint
DO $$
BEGIN
  GRANT SELECT ON schedules, schedule_runs TO seriema_limited;
EXCEPTION
  WHEN undefined_object THEN NULL;
END $$;
