-- Tried: unnest to a struct whose members are taken (569), a lateral join (664), and this, unnest straight to columns (661).
SELECT patient_id, use, array_to_string(line, ', ') AS street, city, state, postalCode AS postal_code
FROM (
  SELECT id AS patient_id, unnest(address, max_depth := 2)
  FROM read_ndjson($input, maximum_object_size = 1048576, columns = {
    id: 'VARCHAR',
    address: 'STRUCT(use VARCHAR, line VARCHAR[], city VARCHAR, state VARCHAR, postalCode VARCHAR)[]'
  })
)
