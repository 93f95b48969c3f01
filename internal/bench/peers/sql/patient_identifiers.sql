SELECT patient_id, system, value, type.coding[1].code AS type_code, type.text AS type_text
FROM (
  SELECT id AS patient_id, unnest(identifier, max_depth := 2)
  FROM read_ndjson($input, maximum_object_size = 1048576, columns = {
    id: 'VARCHAR',
    identifier: 'STRUCT(system VARCHAR, value VARCHAR, type STRUCT(coding STRUCT(code VARCHAR)[], text VARCHAR))[]'
  })
)
