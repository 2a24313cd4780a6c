CREATE UNLOGGED TABLE "detector_states" (
	"series_id" integer NOT NULL,
	"kind" text NOT NULL,
	"made_by" text NOT NULL,
	"last_seq" bigint NOT NULL,
	"state" "bytea" NOT NULL,
	CONSTRAINT "detector_states_series_id_kind_pk" PRIMARY KEY("series_id","kind")
);
--> statement-breakpoint
ALTER TABLE "detector_states" ADD CONSTRAINT "detector_states_series_id_series_id_fk" FOREIGN KEY ("series_id") REFERENCES "public"."series"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "detector_states" ALTER COLUMN "state" SET STORAGE EXTERNAL;
