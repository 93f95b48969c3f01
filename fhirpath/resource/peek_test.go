package resource_test

import (
	"fmt"
	"testing"

	"github.com/fhirview/fhirview/internal/decode"
	"github.com/fhirview/fhirview/internal/jsonscan"
)

func TestPeek(t *testing.T) {
	for _, c := range []struct{ name, data, want, err string }{
		{"first", `{"resourceType":"Patient","id":`, "Patient", ""},
		{"last", ` { "id" : "x" , "a" : [ {"resourceType":"Y"} ] , "resourceType" : "Patient" } `, "Patient", ""},
		{"with escapes", `{"resource\u0054ype":"Pati\u0065nt"}`, "Patient", ""},
		{"a longer key", `{"resourceTypes":"X","_resourceType":"Y"}`, "", ""},
		{"none", `{"id":1.5}`, "", ""},
		{"empty object", `{ }`, "", ""},
		{"with white space", `{ "resourceType" : "Patient"` + "\n,", "Patient", ""},
		{"an empty one", `{"resourceType":"","id":1}`, "empty", ""},
		{"not a string", `{"resourceType":["Patient"]}`, "", "byte 16: " + noString},
		{"null", `{"id":"x","resourceType":null}`, "", "byte 25: " + noString},
		{"a control character", "{\"resourceType\":\"Pat\x00ent\"}", "", "byte 20: " + control},
		{"bad UTF-8", "{\"resourceType\":\"Pat\xe9ent\"}", "", "byte 20: " + badUTF8},
		{"something after it", `{"resourceType":"Patient"x,"id":1}`, "", "byte 25: " + comma},
		{"something after it, after white space", `{"resourceType":"Patient" "id":1}`, "", "byte 26: " + comma},
		{"something after it, late", `{"id":1,"resourceType":"Patient":1}`, "", "byte 32: " + comma},
		{"below another key", `{"x":{"resourceType":"Patient"}}`, "", ""},
		{"empty", ``, "", "byte 0: " + early},
		{"no object", `["resourceType","Patient"]`, "", "byte 0: " + notObject},
		{"truncated before it", `{"id":"x"`, "", "byte 9: " + early},
		{"no key", `{id:"x"}`, "", "byte 1: " + badKey},
		{"no colon", `{"id","resourceType":"Patient"}`, "", "byte 5: " + colon},
		{"no comma", `{"id":"x" "resourceType":"Patient"}`, "", "byte 10: " + comma},
		{"string not closed", `{"id":"x`, "", "byte 6: " + notClosed},
		{"key not closed", `{"id`, "", "byte 1: " + notClosed},
		{"brackets do not match", `{"x":[},"resourceType":"Patient"}`, "", "byte 6: " + brackets},
		{"bad escape", `{"resourceType":"\x"}`, "", "byte 17: " + badEscape},
	} {
		t.Run(c.name, func(t *testing.T) {
			typ, err := decode.Peek([]byte(c.data))
			if c.want == "empty" {
				c.want = ""
				if typ == nil {
					t.Error("got none")
				}
			} else if (typ == nil) != (c.want == "") {
				t.Errorf("got %v", typ)
			}
			if string(typ) != c.want {
				t.Errorf("got %q, want %q", typ, c.want)
			}
			if c.err == "" && err != nil || c.err != "" && fmt.Sprint(err) != c.err {
				t.Errorf("got error %v, want %s", err, c.err)
			}
		})
	}
}

func TestSkim(t *testing.T) {
	for _, c := range []struct{ name, data, err string }{
		{"whole", ` {"a":[{"b":"\\\"}"}]} `, ""},
		{"bad inside, and not looked at", `{"a":nonsense,"b":[01 2,],"c":"\x","d":{"e":1,"f","g":2,"e":1}}`, ""},
		{"one resourceType", `{"a":1,"resourceType":"X","b":{"resourceType":"Y","c":["resourceType"]}}`, ""},
		{"two resourceTypes", `{"resourceType":"X","a":{},"resourceType":"X"}`, "byte 27: " + twice},
		{"two resourceTypes, one late", ` { "resourceType" : "X" , "a":{"b":"` + repeat("-", 5000) + `"},"resourceType":null}`, "byte 5039: " + twice},
		{"two resourceTypes, one with an escape", `{"resourceType":"X","a":"` + repeat("-", 200) + `","resource\u0054ype":"Y"}`, "byte 227: " + twice},
		{"something after the resourceType", `{"resourceType":"X"y,"a":{"resourceType":"X"}}`, "byte 19: " + comma},
		{"a control character in a string", "{\"a\":{\"b\":\"\x00\"}}", "byte 11: " + control},
		{"a line feed in a string", "{\"a\":\n\"b\n\"}", "byte 8: " + control},
		{"a control character outside", "{\"a\":{\"b\":tr\x00e}}", "byte 12: " + invalid},
		{"bad UTF-8", "{\"a\":{\"b\":\"é\xc3\"}}", "byte 13: " + badUTF8},
		{"UTF-8 outside", `{"a":{"b":é}}`, "byte 10: " + invalid},
		{"a backslash outside", `{"a":{"b":\"x"}}`, "byte 10: " + invalid},
		{"a value that is a key", `{"a":{"b":"c":1}}`, "byte 13: " + invalid},
		{"a key that is a value", `{"a":{"b","c":1}}`, "byte 9: " + invalid},
		{"a last key without a value", `{"a":{"b":1,"c"}}`, "byte 15: " + invalid},
		{"a key in an array", `{"a":["b":1]}`, "byte 9: " + invalid},
		{"empty", ` `, "byte 1: " + early},
		{"an array", `[]`, "byte 0: " + notObject},
		{"more", `{}x`, "byte 2: " + trailing},
		{"string not closed", `{"a":"b}`, "byte 5: " + notClosed},
		{"bracket not closed", `{"a":[1}`, "byte 7: " + brackets},
		{"too deep", repeat(`{"a":`, 513), "byte 2560: " + deep},
	} {
		err := new(decode.Skimmer).SkimOneType([]byte(c.data))
		if c.err == "" && err != nil || c.err != "" && fmt.Sprint(err) != c.err {
			t.Errorf("%s: got error %v, want %q", c.name, err, c.err)
		}
	}
}

func TestValidate(t *testing.T) {
	for _, c := range []struct{ name, data, err string }{
		{"whole", ` {"a":[{"b":"\\\"}"}],"b":-1.5e3} `, ""},
		{"the same key in two objects", `{"a":[{"b":1},{"b":1}],"b":1}`, ""},
		{"empty", ` `, "byte 1: " + early},
		{"an array", `[]`, "byte 0: " + notObject},
		{"more", `{} x`, "byte 3: " + trailing},
		{"truncated", `{"a":`, "byte 5: " + early},
		{"duplicate key", `{"a":{"b":1,"\u0062":2}}`, "byte 12: " + twice},
		{"bad UTF-8", "{\"a\":\"x\xff\"}", "byte 7: " + invalid},
		{"lone surrogate", `{"a":"\ud800"}`, "byte 6: " + invalid},
		{"leading zero", `{"a":01}`, "byte 6: " + invalid},
		{"too deep", `{"a":` + repeat(`[`, 512), "byte 516: " + deep},
	} {
		err := jsonscan.Validate([]byte(c.data))
		if c.err == "" && err != nil || c.err != "" && fmt.Sprint(err) != c.err {
			t.Errorf("%s: got error %v, want %q", c.name, err, c.err)
		}
	}
}
