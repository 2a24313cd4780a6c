CREATE TABLE "labels" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "labels_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"series_id" integer NOT NULL,
	"channel" smallint,
	"from" timestamp (3) with time zone NOT NULL,
	"to" timestamp (3) with time zone NOT NULL,
	"value" double precision,
	"verdict" text NOT NULL,
	"note" text,
	"kind" text NOT NULL,
	"version_id" integer,
	"found_at" timestamp (3) with time zone,
	"made_at" timestamp (3) with time zone NOT NULL,
	"by" text,
	CONSTRAINT "labels_once" UNIQUE NULLS NOT DISTINCT("series_id","channel","from","to")
);
--> statement-breakpoint
CREATE TABLE "suppressions" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "suppressions_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"series_id" integer NOT NULL,
	"channel" smallint NOT NULL,
	"direction" text NOT NULL,
	"at_most" double precision NOT NULL,
	"time" text NOT NULL,
	"minute" smallint,
	"like" timestamp (3) with time zone NOT NULL,
	"made_at" timestamp (3) with time zone NOT NULL,
	"by" text
);
--> statement-breakpoint
ALTER TABLE "labels" ADD CONSTRAINT "labels_series_id_series_id_fk" FOREIGN KEY ("series_id") REFERENCES "public"."series"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "suppressions" ADD CONSTRAINT "suppressions_series_id_series_id_fk" FOREIGN KEY ("series_id") REFERENCES "public"."series"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "labels_by_time" ON "labels" USING btree ("series_id","from","id");--> statement-breakpoint
CREATE INDEX "labels_by_version" ON "labels" USING btree ("version_id");--> statement-breakpoint
CREATE INDEX "suppressions_of_series" ON "suppressions" USING btree ("series_id","id");