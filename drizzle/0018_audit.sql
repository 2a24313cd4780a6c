CREATE TABLE "audit_anchor" (
	"only" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"id" bigint NOT NULL,
	"hash" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "audit_entries" (
	"id" bigint PRIMARY KEY NOT NULL,
	"mark" uuid NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_id" text NOT NULL,
	"actor_name" text NOT NULL,
	"address" text NOT NULL,
	"operation" text NOT NULL,
	"outcome" text NOT NULL,
	"code" text,
	"message" text,
	"times" integer NOT NULL,
	"targets" json NOT NULL,
	"changes" json NOT NULL,
	"input" json,
	"trace" text,
	"series" text[] NOT NULL,
	"hash" "bytea" NOT NULL,
	CONSTRAINT "audit_entries_mark_unique" UNIQUE("mark")
);
--> statement-breakpoint
CREATE INDEX "audit_entries_by_time" ON "audit_entries" USING btree ("at","id");--> statement-breakpoint
CREATE INDEX "audit_entries_by_operation" ON "audit_entries" USING btree ("operation","at");--> statement-breakpoint
CREATE INDEX "audit_entries_by_series" ON "audit_entries" USING gin ("series");
--> statement-breakpoint
-- Entries are only ever added: whoever else changes or removes them is refused, be it the owner of the tables.
CREATE FUNCTION seriema_guard_audit() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  called_from text;
BEGIN
  GET DIAGNOSTICS called_from = PG_CONTEXT;
  IF called_from ~ '(^|\n)PL/pgSQL[^\n"]* seriema_forget_audit\(timestamp with time zone,integer\)' THEN
    RETURN NULL;
  END IF;
  RAISE EXCEPTION 'entries of the audit are neither changed nor removed: % of % is refused', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'insufficient_privilege', HINT = 'seriema_forget_audit removes the oldest.';
END $$;
--> statement-breakpoint
CREATE TRIGGER audit_guard BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entries FOR EACH STATEMENT EXECUTE FUNCTION seriema_guard_audit();
--> statement-breakpoint
CREATE TRIGGER audit_guard BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON audit_anchor FOR EACH STATEMENT EXECUTE FUNCTION seriema_guard_audit();
--> statement-breakpoint
-- Removes the oldest of what happened before an instant, so many at most, and keeps the hash the chain goes on from. The
-- newest entry stays, and so does what happened within a day. Returns how many were removed.
CREATE FUNCTION seriema_forget_audit(before timestamptz, most integer) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  last bigint;
  removed bigint;
BEGIN
  IF before > now() - interval '1 day' THEN
    RAISE EXCEPTION 'what happened within a day stays in the audit' USING ERRCODE = 'invalid_parameter_value';
  END IF;
  PERFORM pg_advisory_xact_lock(7235005::int8);
  SELECT max(oldest.id) INTO last
    FROM (SELECT e.id FROM audit_entries e ORDER BY e.id LIMIT most) oldest
    WHERE oldest.id < least(
      (SELECT min(e.id) FROM audit_entries e WHERE e.at >= before),
      (SELECT max(e.id) FROM audit_entries e));
  IF last IS NULL THEN
    RETURN 0;
  END IF;
  INSERT INTO audit_anchor (id, hash) SELECT e.id, e.hash FROM audit_entries e WHERE e.id = last
    ON CONFLICT ("only") DO UPDATE SET id = excluded.id, hash = excluded.hash;
  DELETE FROM audit_entries e WHERE e.id <= last;
  GET DIAGNOSTICS removed = ROW_COUNT;
  RETURN removed;
END $$;
--> statement-breakpoint
REVOKE ALL ON audit_entries, audit_anchor FROM PUBLIC;
--> statement-breakpoint
REVOKE ALL ON FUNCTION seriema_forget_audit(timestamptz, integer) FROM PUBLIC;
