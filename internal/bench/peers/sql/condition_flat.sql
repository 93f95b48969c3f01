-- The lists are multiplied with each other; one that is missing counts as one element that is NULL. Tried: LEFT JOIN
-- LATERAL unnest(...) ON true for each list, the textbook way (40: DuckDB makes hash joins of them); this has 353. To
-- take the first element of each list, which would be wrong where there are two, has 375, so little is left to gain.
SELECT
  id, patient_id, encounter_id, onset, abatement, recorded, text,
  coding.system AS system,
  coding.code AS code,
  category.code AS category,
  clinical.code AS clinical_status,
  unnest(verifications).code AS verification_status
FROM (
  SELECT *, unnest(clinicals) AS clinical
  FROM (
    SELECT *, unnest(categories) AS category
    FROM (
      SELECT *, unnest(codings) AS coding
      FROM (
        SELECT
          id,
          substr(subject.reference, 9) AS patient_id,
          substr(encounter.reference, 11) AS encounter_id,
          onsetDateTime AS onset,
          abatementDateTime AS abatement,
          recordedDate AS recorded,
          code.text AS text,
          coalesce(code.coding, [NULL]) AS codings,
          coalesce(nullif(flatten([c.coding FOR c IN category]), []), [NULL]) AS categories,
          coalesce(clinicalStatus.coding, [NULL]) AS clinicals,
          coalesce(verificationStatus.coding, [NULL]) AS verifications
        FROM read_ndjson($input, maximum_object_size = 1048576, columns = {
          id: 'VARCHAR',
          subject: 'STRUCT(reference VARCHAR)',
          encounter: 'STRUCT(reference VARCHAR)',
          onsetDateTime: 'VARCHAR',
          abatementDateTime: 'VARCHAR',
          recordedDate: 'VARCHAR',
          code: 'STRUCT(coding STRUCT(system VARCHAR, code VARCHAR)[], text VARCHAR)',
          category: 'STRUCT(coding STRUCT(code VARCHAR)[])[]',
          clinicalStatus: 'STRUCT(coding STRUCT(code VARCHAR)[])',
          verificationStatus: 'STRUCT(coding STRUCT(code VARCHAR)[])'
        })
      )
    )
  )
)
