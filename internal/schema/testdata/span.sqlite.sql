CREATE TABLE "select" (
  -- One row a resource; it's "quoted" -- and longer than a line */ with \ and `ticks`. (https://example.org/ViewDefinition/every_type|1.2)
  "order" TEXT, -- The id'); DROP TABLE "select"; -- (FHIR type id)
  "issued" TEXT, -- FHIR type instant
  "at" TEXT, -- When it was (FHIR type dateTime)
  "at_start" TEXT, -- The first moment that at can stand for. (FHIR type instant)
  "at_end" TEXT, -- The last moment that at can stand for. (FHIR type instant)
  "days" TEXT, -- FHIR type date
  "days_start" TEXT, -- The first day that days can stand for. (FHIR type date)
  "days_end" TEXT, -- The last day that days can stand for. (FHIR type date)
  "time" TEXT, -- FHIR type time
  "value" TEXT, -- FHIR type decimal
  "share" TEXT, -- FHIR type decimal
  "rough" TEXT, -- FHIR type decimal
  "short" TEXT, -- FHIR type code
  "evil" TEXT, -- FHIR type code
  "count" INTEGER, -- FHIR type integer
  "small" INTEGER, -- FHIR type integer
  "large" INTEGER, -- FHIR type integer64
  "flag" INTEGER, -- FHIR type boolean
  "data" BLOB, -- FHIR type base64Binary
  "code" TEXT, -- FHIR type CodeableConcept
  "categories" TEXT, -- FHIR type CodeableConcept
  "texts" TEXT, -- FHIR type markdown
  "anything" TEXT
) STRICT;
