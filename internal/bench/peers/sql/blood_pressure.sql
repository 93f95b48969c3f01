-- Tried: nested list_filter with two comparisons (542), list_contains of a whole coding (this, 600), components read as
-- JSON and taken apart only in the rows that remain (513), and the lines that contain the panel's code as text, filtered
-- before anything is parsed (386: DuckDB parses every line anyway, to find where it ends).
SELECT
  id,
  substr(subject.reference, 9) AS patient_id,
  effectiveDateTime AS effective,
  systolic.value AS systolic,
  systolic.unit AS systolic_unit,
  diastolic.value AS diastolic,
  diastolic.unit AS diastolic_unit
FROM (
  SELECT
    *,
    list_filter(component, lambda c: list_contains(c.code.coding, {system: 'http://loinc.org', code: '8480-6'}))[1]
      .valueQuantity AS systolic,
    list_filter(component, lambda c: list_contains(c.code.coding, {system: 'http://loinc.org', code: '8462-4'}))[1]
      .valueQuantity AS diastolic
  FROM read_ndjson($input, maximum_object_size = 1048576, columns = {
    id: 'VARCHAR',
    subject: 'STRUCT(reference VARCHAR)',
    code: 'STRUCT(coding STRUCT(system VARCHAR, code VARCHAR)[])',
    effectiveDateTime: 'VARCHAR',
    component: 'STRUCT(
      code STRUCT(coding STRUCT(system VARCHAR, code VARCHAR)[]),
      valueQuantity STRUCT(value VARCHAR, unit VARCHAR)
    )[]'
  })
  WHERE list_contains(code.coding, {system: 'http://loinc.org', code: '85354-9'})
)
