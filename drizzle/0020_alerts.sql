CREATE TABLE "alert_rules" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "alert_rules_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"series_id" integer,
	"group_id" integer,
	"name" text NOT NULL,
	"description" text,
	"enabled" boolean NOT NULL,
	"severity" text NOT NULL,
	"condition" text NOT NULL,
	"settings" jsonb NOT NULL,
	"channel" text,
	"trigger_count" integer NOT NULL,
	"trigger_of" integer NOT NULL,
	"trigger_for" bigint NOT NULL,
	"recovery_count" integer NOT NULL,
	"recovery_for" bigint NOT NULL,
	"cooldown" bigint NOT NULL,
	"escalate_after" bigint,
	"group_by" text NOT NULL,
	"attribute" text,
	"receivers" jsonb NOT NULL,
	"escalate_to" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"by" text,
	CONSTRAINT "alert_rules_one_scope" CHECK (num_nonnulls("alert_rules"."series_id", "alert_rules"."group_id") <= 1)
);
--> statement-breakpoint
CREATE TABLE "alerts" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "alerts_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"rule_id" integer,
	"rule" text NOT NULL,
	"severity" text NOT NULL,
	"group_key" text NOT NULL,
	"state" text NOT NULL,
	"title" text NOT NULL,
	"text" text NOT NULL,
	"since" timestamp (3) with time zone NOT NULL,
	"opened_at" timestamp (3) with time zone NOT NULL,
	"maintenance" boolean NOT NULL,
	"silenced" boolean NOT NULL,
	"escalate_at" timestamp (3) with time zone,
	"escalated_at" timestamp (3) with time zone,
	"acknowledged_at" timestamp (3) with time zone,
	"acknowledged_by" text,
	"resolved_at" timestamp (3) with time zone,
	"resolved_by" text,
	"by_hand" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE TABLE "alert_entries" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "alert_entries_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"alert_id" integer NOT NULL,
	"kind" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"series_id" integer,
	"by" text,
	"text" text,
	"receivers" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "alert_evaluation" (
	"only" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"position" bigint NOT NULL,
	"revision" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "alert_series" (
	"alert_id" integer NOT NULL,
	"series_id" integer NOT NULL,
	"text" text NOT NULL,
	"since" timestamp (3) with time zone NOT NULL,
	"until" timestamp (3) with time zone,
	CONSTRAINT "alert_series_alert_id_series_id_pk" PRIMARY KEY("alert_id","series_id")
);
--> statement-breakpoint
CREATE TABLE "alert_signals" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "alert_signals_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"rule_id" integer NOT NULL,
	"series_id" integer,
	"group_key" text NOT NULL,
	"turned_at" timestamp (3) with time zone,
	"state" jsonb NOT NULL,
	CONSTRAINT "alert_signals_once" UNIQUE NULLS NOT DISTINCT("rule_id","series_id")
);
--> statement-breakpoint
CREATE TABLE "maintenances" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "maintenances_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"series_id" integer,
	"group_id" integer,
	"name" text NOT NULL,
	"from" timestamp (3) with time zone NOT NULL,
	"to" timestamp (3) with time zone,
	"cron" text,
	"zone" text NOT NULL,
	"minutes" integer,
	"created_at" timestamp (3) with time zone NOT NULL,
	"by" text,
	CONSTRAINT "maintenances_one_scope" CHECK (num_nonnulls("maintenances"."series_id", "maintenances"."group_id") <= 1)
);
--> statement-breakpoint
ALTER TABLE "alert_rules" ADD CONSTRAINT "alert_rules_series_id_series_id_fk" FOREIGN KEY ("series_id") REFERENCES "public"."series"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alert_rules" ADD CONSTRAINT "alert_rules_group_id_groups_id_fk" FOREIGN KEY ("group_id") REFERENCES "public"."groups"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alerts" ADD CONSTRAINT "alerts_rule_id_alert_rules_id_fk" FOREIGN KEY ("rule_id") REFERENCES "public"."alert_rules"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alert_entries" ADD CONSTRAINT "alert_entries_alert_id_alerts_id_fk" FOREIGN KEY ("alert_id") REFERENCES "public"."alerts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alert_entries" ADD CONSTRAINT "alert_entries_series_id_series_id_fk" FOREIGN KEY ("series_id") REFERENCES "public"."series"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alert_series" ADD CONSTRAINT "alert_series_alert_id_alerts_id_fk" FOREIGN KEY ("alert_id") REFERENCES "public"."alerts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alert_series" ADD CONSTRAINT "alert_series_series_id_series_id_fk" FOREIGN KEY ("series_id") REFERENCES "public"."series"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alert_signals" ADD CONSTRAINT "alert_signals_rule_id_alert_rules_id_fk" FOREIGN KEY ("rule_id") REFERENCES "public"."alert_rules"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alert_signals" ADD CONSTRAINT "alert_signals_series_id_series_id_fk" FOREIGN KEY ("series_id") REFERENCES "public"."series"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "maintenances" ADD CONSTRAINT "maintenances_series_id_series_id_fk" FOREIGN KEY ("series_id") REFERENCES "public"."series"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "maintenances" ADD CONSTRAINT "maintenances_group_id_groups_id_fk" FOREIGN KEY ("group_id") REFERENCES "public"."groups"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "alerts_one_open" ON "alerts" USING btree ("rule_id","group_key") WHERE "alerts"."state" <> 'resolved';--> statement-breakpoint
CREATE INDEX "alerts_by_time" ON "alerts" USING btree ("opened_at","id");--> statement-breakpoint
CREATE INDEX "alerts_by_rule" ON "alerts" USING btree ("rule_id","resolved_at");--> statement-breakpoint
CREATE INDEX "alert_entries_of_alert" ON "alert_entries" USING btree ("alert_id","id");--> statement-breakpoint
CREATE INDEX "alert_series_by_series" ON "alert_series" USING btree ("series_id","alert_id");--> statement-breakpoint
CREATE INDEX "alert_signals_of_series" ON "alert_signals" USING btree ("series_id");--> statement-breakpoint
-- Rules and windows are there where the series or group is that they are for; what is for all is for those who reach all.
-- An alert is there where one of its series is, and of these only those within reach.
DO $$
DECLARE
  owned text;
BEGIN
  FOREACH owned IN ARRAY ARRAY['alert_rules', 'maintenances'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', owned);
    EXECUTE format(
      'CREATE POLICY reach ON %I FOR SELECT USING (EXISTS (SELECT FROM series s WHERE s.id = series_id) OR EXISTS (SELECT FROM groups g WHERE g.id = group_id))',
      owned);
  END LOOP;
END $$;
--> statement-breakpoint
ALTER TABLE alert_series ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY reach ON alert_series FOR SELECT USING (EXISTS (SELECT FROM series s WHERE s.id = series_id));
--> statement-breakpoint
ALTER TABLE alerts ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY reach ON alerts FOR SELECT USING (EXISTS (SELECT FROM alert_series a WHERE a.alert_id = alerts.id));
--> statement-breakpoint
ALTER TABLE alert_entries ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY reach ON alert_entries FOR SELECT USING (
  EXISTS (SELECT FROM alerts a WHERE a.id = alert_id)
  AND (series_id IS NULL OR EXISTS (SELECT FROM series s WHERE s.id = series_id)));
--> statement-breakpoint
INSERT INTO alert_evaluation (position, revision) SELECT coalesce(max(id), 0), 0 FROM events;
--> statement-breakpoint
DO $$
BEGIN
  GRANT SELECT ON alert_rules, maintenances, alerts, alert_series, alert_entries TO seriema_limited;
EXCEPTION
  WHEN undefined_object THEN NULL;
END $$;
