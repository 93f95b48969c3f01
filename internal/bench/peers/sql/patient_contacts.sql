-- order: any
-- Tried: one list of all rows by list_concat, which keeps the order (410), and this: the file read once into a table
-- that four branches read (486). Without MATERIALIZED the file would be read four times.
WITH patients AS MATERIALIZED (
  SELECT *
  FROM read_ndjson($input, maximum_object_size = 1048576, columns = {
    id: 'VARCHAR',
    telecom: 'STRUCT(system VARCHAR, use VARCHAR, value VARCHAR)[]',
    address: 'STRUCT(use VARCHAR, line VARCHAR[], city VARCHAR, postalCode VARCHAR)[]',
    contact: 'STRUCT(
      telecom STRUCT(system VARCHAR, use VARCHAR, value VARCHAR)[],
      address STRUCT(use VARCHAR, line VARCHAR[], city VARCHAR, postalCode VARCHAR)
    )[]'
  })
),
contacts AS (SELECT id, unnest(contact) AS contact FROM patients WHERE contact IS NOT NULL)
SELECT id AS patient_id, 'patient' AS owner, t.system AS kind, t.use, t.value AS text, NULL AS city, NULL AS postal_code
FROM (SELECT id, unnest(telecom) AS t FROM patients)
UNION ALL
SELECT id, 'patient', 'address', a.use, array_to_string(a.line, ', '), a.city, a.postalCode
FROM (SELECT id, unnest(address) AS a FROM patients)
UNION ALL
SELECT id, 'contact', t.system, t.use, t.value, NULL, NULL
FROM (SELECT id, unnest(contact.telecom) AS t FROM contacts)
UNION ALL
SELECT id, 'contact', 'address', contact.address.use, array_to_string(contact.address.line, ', '), contact.address.city,
  contact.address.postalCode
FROM contacts
WHERE contact.address IS NOT NULL
