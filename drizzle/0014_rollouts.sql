CREATE TABLE "rollout_comparisons" (
	"deployment_id" integer PRIMARY KEY NOT NULL,
	"tally" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "rollout_progress" (
	"deployment_id" integer NOT NULL,
	"series_id" integer NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"pending" jsonb,
	CONSTRAINT "rollout_progress_deployment_id_series_id_pk" PRIMARY KEY("deployment_id","series_id")
);
--> statement-breakpoint
ALTER TABLE "deployments" ADD COLUMN "limits" jsonb;--> statement-breakpoint
ALTER TABLE "rescores" ADD COLUMN "version_id" integer;--> statement-breakpoint
ALTER TABLE "rollout_comparisons" ADD CONSTRAINT "rollout_comparisons_deployment_id_deployments_id_fk" FOREIGN KEY ("deployment_id") REFERENCES "public"."deployments"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rollout_progress" ADD CONSTRAINT "rollout_progress_deployment_id_deployments_id_fk" FOREIGN KEY ("deployment_id") REFERENCES "public"."deployments"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rollout_progress" ADD CONSTRAINT "rollout_progress_series_id_series_id_fk" FOREIGN KEY ("series_id") REFERENCES "public"."series"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "rollout_progress_by_series" ON "rollout_progress" USING btree ("series_id");