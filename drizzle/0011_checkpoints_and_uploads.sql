ALTER TABLE "versions" ALTER COLUMN "data_hash" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "training_checkpoints" ADD COLUMN "fingerprint" text NOT NULL;--> statement-breakpoint
ALTER TABLE "training_checkpoints" ADD COLUMN "given" jsonb NOT NULL;