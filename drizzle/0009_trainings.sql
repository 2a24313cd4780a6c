ALTER TABLE "models" ADD COLUMN "retraining" jsonb;--> statement-breakpoint
ALTER TABLE "trainings" DROP COLUMN "cancel_asked";