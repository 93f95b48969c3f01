-- See condition_flat.sql. Tried here: the laterals (72), CASE WHEN len(x) > 0 instead of coalesce (272), EXCLUDE of the
-- lists that are done with (282); this has 286, and to take the first element of each list, which would be wrong, 268: it
-- is the reading that costs.
SELECT
  id, status, class, patient_id, provider_id, period_start, period_end, reason,
  type.system AS type_system,
  type.code AS type_code,
  substr(participant.individual.reference, 14) AS practitioner_id,
  substr(unnest(locations).location.reference, 10) AS location_id
FROM (
  SELECT *, unnest(participants) AS participant
  FROM (
    SELECT *, unnest(types) AS type
    FROM (
      SELECT
        id,
        status,
        class.code AS class,
        substr(subject.reference, 9) AS patient_id,
        substr(serviceProvider.reference, 14) AS provider_id,
        period.start AS period_start,
        period.end AS period_end,
        reasonCode[1].coding[1].code AS reason,
        coalesce(nullif(flatten([t.coding FOR t IN type]), []), [NULL]) AS types,
        coalesce(participant, [NULL]) AS participants,
        coalesce(location, [NULL]) AS locations
      FROM read_ndjson($input, maximum_object_size = 1048576, columns = {
        id: 'VARCHAR',
        status: 'VARCHAR',
        class: 'STRUCT(code VARCHAR)',
        subject: 'STRUCT(reference VARCHAR)',
        serviceProvider: 'STRUCT(reference VARCHAR)',
        period: 'STRUCT("start" VARCHAR, "end" VARCHAR)',
        reasonCode: 'STRUCT(coding STRUCT(code VARCHAR)[])[]',
        type: 'STRUCT(coding STRUCT(system VARCHAR, code VARCHAR)[])[]',
        participant: 'STRUCT(individual STRUCT(reference VARCHAR))[]',
        location: 'STRUCT(location STRUCT(reference VARCHAR))[]'
      })
    )
  )
)
