CREATE TABLE "deliveries" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "deliveries_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"mark" uuid DEFAULT gen_random_uuid() NOT NULL,
	"receiver_id" integer NOT NULL,
	"alert_id" bigint,
	"notice" jsonb NOT NULL,
	"state" text NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_at" timestamp (3) with time zone,
	"taken_until" timestamp (3) with time zone,
	"failure" text,
	"made_at" timestamp (3) with time zone NOT NULL,
	"tried_since" timestamp (3) with time zone NOT NULL,
	"delivered_at" timestamp (3) with time zone,
	CONSTRAINT "deliveries_mark_unique" UNIQUE("mark")
);
--> statement-breakpoint
CREATE TABLE "receivers" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "receivers_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"name" text NOT NULL,
	"notifier" text NOT NULL,
	"settings" jsonb NOT NULL,
	"secrets" "bytea",
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "receivers_name_unique" UNIQUE("name")
);
--> statement-breakpoint
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_receiver_id_receivers_id_fk" FOREIGN KEY ("receiver_id") REFERENCES "public"."receivers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "deliveries_due" ON "deliveries" USING btree ("receiver_id","next_at") WHERE "deliveries"."next_at" is not null;--> statement-breakpoint
CREATE INDEX "deliveries_of_alert" ON "deliveries" USING btree ("alert_id","receiver_id","id");--> statement-breakpoint
CREATE INDEX "deliveries_by_state" ON "deliveries" USING btree ("state","made_at","id");
--> statement-breakpoint
-- Who reaches some series only sees which receivers there are, and what was said of alerts within reach alone.
ALTER TABLE receivers ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY reach ON receivers FOR SELECT USING (true);
--> statement-breakpoint
ALTER TABLE deliveries ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY reach ON deliveries FOR SELECT USING (EXISTS (SELECT FROM alerts a WHERE a.id = alert_id));
--> statement-breakpoint
DO $$
BEGIN
  GRANT SELECT (id, name, notifier, settings, created_at, updated_at) ON receivers TO seriema_limited;
  GRANT SELECT ON deliveries TO seriema_limited;
EXCEPTION
  WHEN undefined_object THEN NULL;
END $$;
