package viewtest

// Report is what the registry of implementations takes: for each file the outcome of its cases.
type Report map[string]FileReport

// FileReport is the outcome of one file.
type FileReport struct {
	Tests []CaseReport `json:"tests"`
}

// CaseReport is the outcome of one case.
type CaseReport struct {
	Name   string     `json:"name"`
	Result CaseResult `json:"result"`
}

// CaseResult says whether a case passed, and why not or with which expected error.
type CaseResult struct {
	Passed bool   `json:"passed"`
	Reason string `json:"reason,omitempty"`
}

// Add puts the results of a file into the report.
func (r Report) Add(file string, results []Result) {
	f := FileReport{Tests: make([]CaseReport, 0, len(results))}
	for _, res := range results {
		f.Tests = append(f.Tests, CaseReport{res.Title, CaseResult{res.Passed, res.Reason}})
	}
	r[file] = f
}
