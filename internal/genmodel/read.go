package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
)

// set is the StructureDefinitions of one release.
type set struct {
	version string
	types   []*structure // what is a type of the release: no profiles, no logical models
	byURL   map[string]string
}

// structure is a StructureDefinition, as far as a type model needs it.
type structure struct {
	ResourceType   string `json:"resourceType"`
	URL            string `json:"url"`
	FHIRVersion    string `json:"fhirVersion"`
	Kind           string `json:"kind"`
	Abstract       bool   `json:"abstract"`
	Type           string `json:"type"`
	BaseDefinition string `json:"baseDefinition"`
	Derivation     string `json:"derivation"`
	Snapshot       struct {
		Element []node `json:"element"`
	} `json:"snapshot"`
}

// node is an ElementDefinition.
type node struct {
	Path             string    `json:"path"`
	Min              int       `json:"min"`
	Max              string    `json:"max"`
	Type             []nodeRef `json:"type"`
	ContentReference string    `json:"contentReference"`
}

// nodeRef is one of the types of a node.
type nodeRef struct {
	Code          string   `json:"code"`
	TargetProfile []string `json:"targetProfile"`
	Extension     []struct {
		URL       string `json:"url"`
		ValueURL  string `json:"valueUrl"`
		ValueURI  string `json:"valueUri"`
		ValueCode string `json:"valueCode"`
	} `json:"extension"`
}

// read reads a Bundle, or all StructureDefinition-*.json files of a folder.
func read(path string) (*set, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	s := &set{byURL: map[string]string{}}
	if info.IsDir() {
		err = s.readFolder(path)
	} else {
		err = s.readBundle(path)
	}
	if err != nil {
		return nil, err
	}
	if len(s.types) == 0 {
		return nil, errors.New("no definition of a type: give the definitions of a whole release")
	}
	return s, nil
}

func (s *set) readBundle(path string) error {
	var bundle struct {
		ResourceType string `json:"resourceType"`
		FHIRVersion  string `json:"fhirVersion"`
		Entry        []struct {
			Resource json.RawMessage `json:"resource"`
		} `json:"entry"`
	}
	if err := readJSON(path, &bundle); err != nil {
		return err
	}
	if bundle.ResourceType != "Bundle" {
		return fmt.Errorf("want a Bundle and not a %q: give a Bundle or a folder of files", bundle.ResourceType)
	}
	s.version = bundle.FHIRVersion
	for i, entry := range bundle.Entry {
		if err := s.add(entry.Resource); err != nil {
			return fmt.Errorf("entry[%d]: %w", i, err)
		}
	}
	return nil
}

func (s *set) readFolder(dir string) error {
	files, err := definitionFiles(dir)
	if err != nil {
		return err
	}
	for _, file := range files {
		var raw json.RawMessage
		if err := readJSON(file, &raw); err != nil {
			return err
		}
		if err := s.add(raw); err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
	}
	return nil
}

func readJSON(path string, into any) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(data, into); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}

// add takes in one resource. Bundles of definitions hold other resources as well, so their type is looked at before
// anything else is.
func (s *set) add(raw json.RawMessage) error {
	var head struct {
		ResourceType string `json:"resourceType"`
	}
	if err := json.Unmarshal(raw, &head); err != nil {
		return err
	}
	if head.ResourceType != "StructureDefinition" {
		return nil
	}
	d := &structure{}
	if err := json.Unmarshal(raw, d); err != nil {
		return err
	}
	s.byURL[d.URL] = d.Type
	if d.Derivation == "constraint" || d.Kind == "logical" {
		return nil
	}
	if len(d.Snapshot.Element) == 0 || d.Type == "" {
		return fmt.Errorf("%s has no type or no snapshot: use definitions with snapshots", d.URL)
	}
	if s.version == "" {
		s.version = d.FHIRVersion
	}
	s.types = append(s.types, d)
	return nil
}

const fhirTypeExtension = "http://hl7.org/fhir/StructureDefinition/structuredefinition-fhir-type"

// typeCode returns the FHIR type of r. The official definitions give some primitive elements (ids, Extension.url) a
// System type, and the FHIR type in an extension; their snapshots do so inconsistently for the ids of resources,
// which elementsOf corrects.
func (r nodeRef) typeCode() string {
	for _, x := range r.Extension {
		if x.URL == fhirTypeExtension {
			return x.ValueURL + x.ValueURI + x.ValueCode
		}
	}
	if name, ok := strings.CutPrefix(r.Code, "http://hl7.org/fhirpath/System."); ok {
		return strings.ToLower(name[:1]) + name[1:]
	}
	return r.Code
}
