CREATE TABLE "deployments" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "deployments_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"series_id" integer,
	"group_id" integer,
	"role" text NOT NULL,
	"slot" text NOT NULL,
	"kind" text NOT NULL,
	"version_id" integer,
	"share" double precision DEFAULT 1 NOT NULL,
	"since" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "deployments_one_scope" CHECK (num_nonnulls("deployments"."series_id", "deployments"."group_id") = 1)
);
--> statement-breakpoint
CREATE TABLE "deployment_changes" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "deployment_changes_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"series_id" integer,
	"group_id" integer,
	"role" text NOT NULL,
	"slot" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"from_kind" text,
	"from_version_id" integer,
	"to_kind" text,
	"to_version_id" integer,
	"share" double precision NOT NULL,
	"reason" text NOT NULL,
	"automatic" boolean NOT NULL,
	"by" text,
	CONSTRAINT "deployment_changes_one_scope" CHECK (num_nonnulls("deployment_changes"."series_id", "deployment_changes"."group_id") = 1)
);
--> statement-breakpoint
CREATE TABLE "groups" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "groups_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"name" text NOT NULL,
	"description" text,
	"conditions" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "groups_name_unique" UNIQUE("name")
);
--> statement-breakpoint
CREATE TABLE "models" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "models_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"series_id" integer,
	"group_id" integer,
	"name" text NOT NULL,
	"description" text,
	"role" text NOT NULL,
	"kind" text NOT NULL,
	"settings" jsonb NOT NULL,
	"recipe" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"trained_at" timestamp (3) with time zone,
	CONSTRAINT "models_one_scope" CHECK (num_nonnulls("models"."series_id", "models"."group_id") = 1)
);
--> statement-breakpoint
CREATE TABLE "trainings" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "trainings_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"model_id" integer NOT NULL,
	"cause" text NOT NULL,
	"state" text NOT NULL,
	"attempt" integer DEFAULT 0 NOT NULL,
	"progress" double precision DEFAULT 0 NOT NULL,
	"epoch" integer DEFAULT 0 NOT NULL,
	"epochs" integer,
	"losses" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"phases" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"points" bigint,
	"warnings" text[] DEFAULT '{}'::text[] NOT NULL,
	"version_id" integer,
	"failure_code" text,
	"failure" text,
	"cancel_asked" boolean DEFAULT false NOT NULL,
	"requested_at" timestamp (3) with time zone NOT NULL,
	"started_at" timestamp (3) with time zone,
	"finished_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "training_checkpoints" (
	"training_id" bigint PRIMARY KEY NOT NULL,
	"epoch" integer NOT NULL,
	"content" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "artifacts" (
	"hash" text PRIMARY KEY NOT NULL,
	"content" "bytea" NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "versions" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "versions_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"series_id" integer,
	"group_id" integer,
	"number" integer NOT NULL,
	"model_id" integer NOT NULL,
	"role" text NOT NULL,
	"kind" text NOT NULL,
	"settings" jsonb NOT NULL,
	"recipe" jsonb NOT NULL,
	"origin" text NOT NULL,
	"fingerprint" text NOT NULL,
	"data_hash" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" text,
	"points" bigint,
	"data_from" timestamp (3) with time zone,
	"data_to" timestamp (3) with time zone,
	"channels" jsonb NOT NULL,
	"statistics" jsonb,
	"metrics" jsonb,
	"losses" jsonb NOT NULL,
	"best_epoch" integer,
	"took" double precision,
	"lookback" integer NOT NULL,
	"horizon" integer NOT NULL,
	"sample" jsonb,
	"artifact" text NOT NULL,
	"artifact_bytes" integer NOT NULL,
	"tags" text[] DEFAULT '{}'::text[] NOT NULL,
	"note" text,
	"archived_at" timestamp (3) with time zone,
	CONSTRAINT "versions_one_scope" CHECK (num_nonnulls("versions"."series_id", "versions"."group_id") = 1)
);
--> statement-breakpoint
ALTER TABLE "deployments" ADD CONSTRAINT "deployments_series_id_series_id_fk" FOREIGN KEY ("series_id") REFERENCES "public"."series"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deployments" ADD CONSTRAINT "deployments_group_id_groups_id_fk" FOREIGN KEY ("group_id") REFERENCES "public"."groups"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deployments" ADD CONSTRAINT "deployments_version_id_versions_id_fk" FOREIGN KEY ("version_id") REFERENCES "public"."versions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deployment_changes" ADD CONSTRAINT "deployment_changes_series_id_series_id_fk" FOREIGN KEY ("series_id") REFERENCES "public"."series"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deployment_changes" ADD CONSTRAINT "deployment_changes_group_id_groups_id_fk" FOREIGN KEY ("group_id") REFERENCES "public"."groups"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "models" ADD CONSTRAINT "models_series_id_series_id_fk" FOREIGN KEY ("series_id") REFERENCES "public"."series"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "models" ADD CONSTRAINT "models_group_id_groups_id_fk" FOREIGN KEY ("group_id") REFERENCES "public"."groups"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "trainings" ADD CONSTRAINT "trainings_model_id_models_id_fk" FOREIGN KEY ("model_id") REFERENCES "public"."models"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "trainings" ADD CONSTRAINT "trainings_version_id_versions_id_fk" FOREIGN KEY ("version_id") REFERENCES "public"."versions"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "training_checkpoints" ADD CONSTRAINT "training_checkpoints_training_id_trainings_id_fk" FOREIGN KEY ("training_id") REFERENCES "public"."trainings"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "versions" ADD CONSTRAINT "versions_series_id_series_id_fk" FOREIGN KEY ("series_id") REFERENCES "public"."series"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "versions" ADD CONSTRAINT "versions_group_id_groups_id_fk" FOREIGN KEY ("group_id") REFERENCES "public"."groups"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "versions" ADD CONSTRAINT "versions_model_id_models_id_fk" FOREIGN KEY ("model_id") REFERENCES "public"."models"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "deployments_of_series" ON "deployments" USING btree ("series_id","role","slot");--> statement-breakpoint
CREATE UNIQUE INDEX "deployments_of_group" ON "deployments" USING btree ("group_id","role","slot");--> statement-breakpoint
CREATE INDEX "deployments_by_version" ON "deployments" USING btree ("version_id");--> statement-breakpoint
CREATE INDEX "deployment_changes_of_series" ON "deployment_changes" USING btree ("series_id","id");--> statement-breakpoint
CREATE INDEX "deployment_changes_of_group" ON "deployment_changes" USING btree ("group_id","id");--> statement-breakpoint
CREATE INDEX "models_by_series" ON "models" USING btree ("series_id");--> statement-breakpoint
CREATE INDEX "models_by_group" ON "models" USING btree ("group_id");--> statement-breakpoint
CREATE UNIQUE INDEX "trainings_one_at_a_time" ON "trainings" USING btree ("model_id") WHERE "trainings"."state" in ('queued', 'collecting', 'preprocessing', 'training', 'evaluating');--> statement-breakpoint
CREATE INDEX "trainings_by_model" ON "trainings" USING btree ("model_id","id");--> statement-breakpoint
CREATE INDEX "trainings_by_time" ON "trainings" USING btree ("requested_at","id");--> statement-breakpoint
CREATE UNIQUE INDEX "versions_of_series" ON "versions" USING btree ("series_id","number");--> statement-breakpoint
CREATE UNIQUE INDEX "versions_of_group" ON "versions" USING btree ("group_id","number");--> statement-breakpoint
CREATE UNIQUE INDEX "versions_of_series_once" ON "versions" USING btree ("series_id","fingerprint");--> statement-breakpoint
CREATE UNIQUE INDEX "versions_of_group_once" ON "versions" USING btree ("group_id","fingerprint");--> statement-breakpoint
CREATE INDEX "versions_by_model" ON "versions" USING btree ("model_id");--> statement-breakpoint
CREATE INDEX "versions_by_time" ON "versions" USING btree ("created_at","id");