-- Tried: list_position in a list of the uses instead of list_filter (the same).
SELECT
  id,
  gender,
  birthDate AS birth_date,
  deceasedDateTime AS deceased_at,
  maritalStatus.coding[1].code AS marital_status,
  official.family AS family,
  array_to_string(official.given, ' ') AS given,
  array_to_string(official.prefix, ' ') AS prefix
FROM (
  SELECT *, list_filter(name, lambda n: n.use = 'official')[1] AS official
  FROM read_ndjson($input, maximum_object_size = 1048576, columns = {
    id: 'VARCHAR',
    gender: 'VARCHAR',
    birthDate: 'VARCHAR',
    deceasedDateTime: 'VARCHAR',
    maritalStatus: 'STRUCT(coding STRUCT(code VARCHAR)[])',
    name: 'STRUCT(use VARCHAR, family VARCHAR, given VARCHAR[], prefix VARCHAR[])[]'
  })
)
