SELECT
  id,
  substr(subject.reference, 9) AS patient_id,
  substr(encounter.reference, 11) AS encounter_id,
  status,
  category[1].coding[1].code AS category,
  code.coding[1].code AS code,
  code.coding[1].display AS display,
  code.text AS text,
  effectiveDateTime AS effective,
  issued,
  valueQuantity.value AS value_number,
  valueQuantity.unit AS value_unit,
  valueString AS value_text,
  valueCodeableConcept.coding[1].code AS value_code
FROM read_ndjson($input, maximum_object_size = 1048576, columns = {
  id: 'VARCHAR',
  subject: 'STRUCT(reference VARCHAR)',
  encounter: 'STRUCT(reference VARCHAR)',
  status: 'VARCHAR',
  category: 'STRUCT(coding STRUCT(code VARCHAR)[])[]',
  code: 'STRUCT(coding STRUCT(code VARCHAR, display VARCHAR)[], text VARCHAR)',
  effectiveDateTime: 'VARCHAR',
  issued: 'VARCHAR',
  valueQuantity: 'STRUCT(value VARCHAR, unit VARCHAR)',
  valueString: 'VARCHAR',
  valueCodeableConcept: 'STRUCT(coding STRUCT(code VARCHAR)[])'
})
