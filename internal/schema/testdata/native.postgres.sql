CREATE TABLE "select" (
  "order" text,
  "issued" timestamp with time zone,
  "at" timestamp with time zone,
  "days" date[],
  "time" time,
  "value" numeric(18,4),
  "share" numeric(5,2),
  "rough" DOUBLE PRECISION,
  "short" VARCHAR(20),
  "evil" text,
  "count" integer,
  "small" smallint,
  "large" bigint,
  "flag" boolean,
  "data" bytea,
  "code" jsonb,
  "categories" jsonb[],
  "texts" text[],
  "anything" text
);
COMMENT ON TABLE "select" IS 'One row a resource; it''s "quoted" -- and longer than a line */ with \ and `ticks`. (https://example.org/ViewDefinition/every_type|1.2)';
COMMENT ON COLUMN "select"."order" IS 'The id''); DROP TABLE "select"; -- (FHIR type id)';
COMMENT ON COLUMN "select"."issued" IS 'FHIR type instant';
COMMENT ON COLUMN "select"."at" IS 'When it was (FHIR type dateTime)';
COMMENT ON COLUMN "select"."days" IS 'FHIR type date';
COMMENT ON COLUMN "select"."time" IS 'FHIR type time';
COMMENT ON COLUMN "select"."value" IS 'FHIR type decimal';
COMMENT ON COLUMN "select"."share" IS 'FHIR type decimal';
COMMENT ON COLUMN "select"."rough" IS 'FHIR type decimal';
COMMENT ON COLUMN "select"."short" IS 'FHIR type code';
COMMENT ON COLUMN "select"."evil" IS 'FHIR type code';
COMMENT ON COLUMN "select"."count" IS 'FHIR type integer';
COMMENT ON COLUMN "select"."small" IS 'FHIR type integer';
COMMENT ON COLUMN "select"."large" IS 'FHIR type integer64';
COMMENT ON COLUMN "select"."flag" IS 'FHIR type boolean';
COMMENT ON COLUMN "select"."data" IS 'FHIR type base64Binary';
COMMENT ON COLUMN "select"."code" IS 'FHIR type CodeableConcept';
COMMENT ON COLUMN "select"."categories" IS 'FHIR type CodeableConcept';
COMMENT ON COLUMN "select"."texts" IS 'FHIR type markdown';
