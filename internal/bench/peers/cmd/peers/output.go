package main

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
)

// complaint returns the line of a program's messages that says what went wrong: the first that names an error, without
// source text that Node prints around it, or else the last.
func complaint(messages string) string {
	last := ""
	for line := range strings.Lines(messages) {
		line = strings.TrimSpace(line)
		if len(line) > 300 {
			continue
		}
		if strings.Contains(line, "Error:") {
			return line
		}
		if line != "" {
			last = line
		}
	}
	return last
}

// report is what the command prints: a table for one core and, where asked for, one for all.
func report(oneCore, allCores []outcome, o options) string {
	text := fmt.Sprintf("One core, median of %d rounds. MB of NDJSON per second of processor time, start-up taken off.\n\n%s",
		o.rounds, aligned(coreTable(oneCore, o)))
	if o.parquet {
		text += fmt.Sprintf("\nGeometric mean of the ratios: %.2f.\n", meanRatio(oneCore))
	}
	if !o.allCores {
		return text
	}
	return text + fmt.Sprintf("\n%d processors. MB of NDJSON per second by the clock, start-up taken off.\n\n%s",
		allThreads(), aligned(clockTable(allCores)))
}

func coreTable(outcomes []outcome, o options) [][]string {
	header := []string{"view", "rows", "MB", "fhirview", "duckdb", "ratio", "of rounds", "target", "", "clock ratio"}
	if o.purego {
		header = append(header, "purego", "purego/duckdb")
	}
	if o.parquet {
		header = append(header, "size/duckdb", "csv", "arrow", "arrow's time/csv")
	}
	if o.medplum {
		header = append(header, "medplum", "fhirview/medplum")
	}
	rows := [][]string{header}
	for _, out := range outcomes {
		rows = append(rows, coreRow(out, o))
	}
	return rows
}

func coreRow(out outcome, o options) []string {
	verdict := "met"
	if out.ratio(duckdb) < out.target {
		verdict = "missed"
	}
	row := []string{
		out.view,
		strconv.Itoa(out.rows),
		fmt.Sprintf("%.0f", float64(out.size)/1e6),
		fmt.Sprintf("%.0f", out.rates[fhirview].cpu),
		fmt.Sprintf("%.0f", out.rates[duckdb].cpu),
		fmt.Sprintf("%.2f", out.ratio(duckdb)),
		fmt.Sprintf("%.2f-%.2f", slices.Min(out.rounds), slices.Max(out.rounds)),
		fmt.Sprintf("%.1f", out.target),
		verdict,
		fmt.Sprintf("%.2f", out.clockRatio(duckdb)),
	}
	if o.purego {
		row = append(row,
			fmt.Sprintf("%.0f", out.rates[purego].cpu),
			fmt.Sprintf("%.2f", out.rates[purego].cpu/out.rates[duckdb].cpu))
	}
	if o.parquet {
		row = append(row,
			fmt.Sprintf("%.2f", float64(out.rates[fhirview].written)/float64(out.rates[duckdb].written)),
			fmt.Sprintf("%.0f", out.rates[formatCSV].cpu), fmt.Sprintf("%.0f", out.rates[formatArrow].cpu),
			fmt.Sprintf("%.2f", out.rates[formatCSV].cpu/out.rates[formatArrow].cpu))
	}
	if !o.medplum {
		return row
	}
	if reason := out.cannot[medplum]; reason != "" {
		return append(row, "cannot: "+reason, "-")
	}
	return append(row, fmt.Sprintf("%.1f", out.rates[medplum].cpu), fmt.Sprintf("%.0f", out.ratio(medplum)))
}

func meanRatio(outcomes []outcome) float64 {
	sum := 0.0
	for _, out := range outcomes {
		sum += math.Log(out.ratio(duckdb))
	}
	return math.Exp(sum / float64(len(outcomes)))
}

func clockTable(outcomes []outcome) [][]string {
	rows := [][]string{{"view", "fhirview", "duckdb", "ratio"}}
	for _, out := range outcomes {
		rows = append(rows, []string{
			out.view,
			fmt.Sprintf("%.0f", out.rates[fhirview].clock),
			fmt.Sprintf("%.0f", out.rates[duckdb].clock),
			fmt.Sprintf("%.2f", out.clockRatio(duckdb)),
		})
	}
	return rows
}

// aligned sets cells in columns.
func aligned(rows [][]string) string {
	var text strings.Builder
	w := tabwriter.NewWriter(&text, 0, 0, 2, ' ', 0)
	for _, row := range rows {
		_, _ = fmt.Fprintln(w, strings.Join(row, "\t"))
	}
	_ = w.Flush()
	return text.String()
}
