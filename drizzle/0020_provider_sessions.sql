ALTER TABLE "sessions" ADD COLUMN "sid" text;--> statement-breakpoint
CREATE INDEX "sessions_subject_index" ON "sessions" USING btree ("subject");