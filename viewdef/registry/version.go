package registry

import (
	"cmp"
	"strings"
)

// compareVersions orders versions as Registry.Plan says. Only equal texts are equal: where two mean the same, as 1.2 and
// 1.2.0 do, the texts decide, so that the order never depends on anything else.
func compareVersions(a, b string) int {
	if a == "" || b == "" {
		return cmp.Compare(len(a), len(b)) // none is older than any
	}
	ra, pa := splitVersion(a)
	rb, pb := splitVersion(b)
	order := compareParts(ra, rb, "0")
	if order == 0 {
		order = comparePre(pa, pb)
	}
	if order == 0 {
		order = strings.Compare(a, b)
	}
	return order
}

// splitVersion returns the parts of a release and what stands behind the hyphen. It leaves out the build, behind a plus.
func splitVersion(v string) (release, pre string) {
	v, _, _ = strings.Cut(strings.TrimPrefix(v, "v"), "+")
	if len(v) > 5 && isNumber(v[:4]) && v[4] == '-' && isNumber(v[5:6]) {
		return strings.ReplaceAll(v, "-", "."), "" // a date
	}
	release, pre, _ = strings.Cut(v, "-")
	return release, pre
}

// comparePre compares what makes a version one before the release; without any it is the release, which is newer.
func comparePre(a, b string) int {
	if a == "" || b == "" {
		return cmp.Compare(len(b), len(a))
	}
	return compareParts(a, b, "")
}

// compareParts compares the parts between dots; missing is what stands for one that is not there.
func compareParts(a, b, missing string) int {
	as, bs := strings.Split(a, "."), strings.Split(b, ".")
	for i := range max(len(as), len(bs)) {
		if order := comparePart(part(as, i, missing), part(bs, i, missing)); order != 0 {
			return order
		}
	}
	return 0
}

func part(parts []string, i int, missing string) string {
	if i < len(parts) {
		return parts[i]
	}
	return missing
}

// comparePart puts nothing before numbers, and numbers, of any length, before text.
func comparePart(a, b string) int {
	if order := cmp.Compare(partKind(a), partKind(b)); order != 0 || partKind(a) != 1 {
		return cmp.Or(order, strings.Compare(a, b))
	}
	a, b = strings.TrimLeft(a, "0"), strings.TrimLeft(b, "0")
	return cmp.Or(cmp.Compare(len(a), len(b)), strings.Compare(a, b))
}

func partKind(part string) int {
	switch {
	case part == "":
		return 0
	case isNumber(part):
		return 1
	default:
		return 2
	}
}

func isNumber(s string) bool {
	for _, c := range []byte(s) {
		if c < '0' || c > '9' {
			return false
		}
	}
	return s != ""
}
