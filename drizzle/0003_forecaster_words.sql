ALTER TABLE "forecasts" RENAME COLUMN "model" TO "forecaster";--> statement-breakpoint
ALTER TABLE "forecasts" RENAME COLUMN "model_reason" TO "forecaster_reason";--> statement-breakpoint
UPDATE "forecasts" SET "candidates" = (
	SELECT jsonb_agg((each - 'model') || jsonb_build_object('forecaster', each->'model') ORDER BY place)
	FROM jsonb_array_elements("candidates") WITH ORDINALITY AS c (each, place)
) WHERE jsonb_array_length("candidates") > 0;
