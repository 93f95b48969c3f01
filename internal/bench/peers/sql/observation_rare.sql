-- Tried: the lines that contain the code as text, filtered before they are taken apart, as objects of
-- read_ndjson_objects (552) or as lines of read_csv (529 to 583); this without it has 656. To read the lines and look for
-- a text alone costs as much: 593 and 612.
SELECT
  id,
  substr(subject.reference, 9) AS patient_id,
  effectiveDateTime AS effective,
  valueQuantity.value AS value,
  valueQuantity.unit AS unit
FROM read_ndjson($input, maximum_object_size = 1048576, columns = {
  id: 'VARCHAR',
  subject: 'STRUCT(reference VARCHAR)',
  code: 'STRUCT(coding STRUCT(system VARCHAR, code VARCHAR)[])',
  effectiveDateTime: 'VARCHAR',
  valueQuantity: 'STRUCT(value VARCHAR, unit VARCHAR)'
})
WHERE list_contains(code.coding, {system: 'http://loinc.org', code: '718-7'})
