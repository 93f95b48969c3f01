package decode

import "testing"

// TestBegins has a text begin with a type with and without space, and not where Peek does not return the type.
func TestBegins(t *testing.T) {
	d := New(warmProjection(t))
	for text, want := range map[string]bool{
		`{"resourceType":"QuestionnaireResponse"}`:                                  true,
		`{"resourceType":"QuestionnaireResponse","id":"a"}`:                         true,
		"{\n  \"resourceType\": \"QuestionnaireResponse\",\n  \"id\": \"a\"\n}":     true,
		"{\r\n\t\t\t\t\t\t\t\t\t\"resourceType\" :\t\"QuestionnaireResponse\"\r\n}": true,
		"{\n                    \"resourceType\": \"Questionnaire\"\n}":             false,
		"{\n  \"resourceType\": \"QuestionnaireResponses\"\n}":                      false,
		"{\n  \"resourceType\"  \"QuestionnaireResponse\"\n}":                       false,
		"{\n  \"resourceTypo\": \"QuestionnaireResponse\"\n}":                       false,
		"{\n  \"id\": \"a\", \"resourceType\": \"QuestionnaireResponse\"\n}":        false, // Peek finds it, too
		"[\n  \"resourceType\": \"QuestionnaireResponse\"\n]":                       false,
		`{"resourceType":"Questionnaire"}`:                                          false,
		`{"resourceType": "QuestionnaireResponse"}`:                                 true,
		`{"resourceType": "QuestionnaireResponse", "id": "a"}`:                      true,
		`{"resourceType": "Questionnaire"}`:                                         false,
		"{\n  \"resourceType\": \"QuestionnaireResponse":                            false,
		"{\n  \"resourceType\":                            ":                        false,
		"{                                                      ":                   false,
		``: false,
	} {
		begins := d.Begins([]byte(text))
		if begins != want {
			t.Errorf("%q: %t, want %t", text, begins, want)
		}
		if typ, err := Peek([]byte(text)); begins && (err != nil || string(typ) != "QuestionnaireResponse") {
			t.Errorf("%q begins with a type, but Peek returns %q, %v", text, typ, err)
		}
	}
}
