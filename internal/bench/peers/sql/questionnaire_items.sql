-- order: any
-- $..item[*] finds the items at any depth; each is then taken apart. Tried, and all near each other: a recursive
-- CTE that keeps the items below as JSON (40 to 46), eight paths at once by json_extract_string (38 to 51), the item read
-- as a column of read_ndjson and searched (37 to 46), this (50). Taking answer[1] once, in a step of its own, is worth
-- a tenth. Structs nested as deep as the data goes, unrolled, have 18, and would miss deeper items.
SELECT
  response_id, questionnaire, patient_id, authored, link_id, text,
  answer.valueBoolean AS answer_boolean,
  answer.valueInteger AS answer_integer,
  answer.valueDecimal AS answer_decimal,
  answer.valueDate AS answer_date,
  answer.valueCoding.code AS answer_code,
  answer.valueString AS answer_text
FROM (
  SELECT
    response.id AS response_id,
    response.questionnaire AS questionnaire,
    substr(response.subject.reference, 9) AS patient_id,
    response.authored AS authored,
    item.linkId AS link_id,
    item.text AS text,
    item.answer[1] AS answer
  FROM (
    SELECT
      response,
      from_json(unnest(items), '{
        "linkId": "VARCHAR",
        "text": "VARCHAR",
        "answer": [{
          "valueBoolean": "VARCHAR",
          "valueInteger": "VARCHAR",
          "valueDecimal": "VARCHAR",
          "valueDate": "VARCHAR",
          "valueCoding": {"code": "VARCHAR"},
          "valueString": "VARCHAR"
        }]
      }') AS item
    FROM (
      SELECT
        from_json(json, '{
          "id": "VARCHAR",
          "questionnaire": "VARCHAR",
          "subject": {"reference": "VARCHAR"},
          "authored": "VARCHAR"
        }') AS response,
        json_extract(json, '$..item[*]') AS items
      FROM read_ndjson_objects($input, maximum_object_size = 1048576)
    )
  )
)
