-- Tried: items carried whole past the second unnest (276), and this, where only the columns go there (284).
SELECT
  claim_id, patient_id, created, insurer, sequence, service_code, service, net,
  adjudication.category.coding[1].code AS category,
  adjudication.amount.value AS amount,
  adjudication.amount.currency AS currency
FROM (
  SELECT
    claim_id, patient_id, created, insurer,
    item.sequence AS sequence,
    item.productOrService.coding[1].code AS service_code,
    item.productOrService.text AS service,
    item.net.value AS net,
    unnest(item.adjudication) AS adjudication
  FROM (
    SELECT
      id AS claim_id,
      substr(patient.reference, 9) AS patient_id,
      created,
      insurer.display AS insurer,
      unnest(item) AS item
    FROM read_ndjson($input, maximum_object_size = 1048576, columns = {
      id: 'VARCHAR',
      patient: 'STRUCT(reference VARCHAR)',
      created: 'VARCHAR',
      insurer: 'STRUCT(display VARCHAR)',
      item: 'STRUCT(
        sequence VARCHAR,
        productOrService STRUCT(coding STRUCT(code VARCHAR)[], text VARCHAR),
        net STRUCT(value VARCHAR),
        adjudication STRUCT(
          category STRUCT(coding STRUCT(code VARCHAR)[]),
          amount STRUCT(value VARCHAR, currency VARCHAR)
        )[]
      )[]'
    })
  )
)
