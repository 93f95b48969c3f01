package registry

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// ascending are versions from the oldest to the newest.
var ascending = []string{
	"", "0.9", "1.0.0-2", "1.0.0-10", "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-rc.1", "1", "1.0", "1.0.0",
	"1.0.0+build.7", "1.0.1", "1.2", "1.9.9", "1.10", "v1.11", "2.0.0-rc.1", "2.0.0", "2.0.x", "2.1", "2024", "2024-05",
	"2024-05-09", "2024-05-10", "2024.06", "99999999999999999999", "100000000000000000000", "draft",
}

func TestCompareVersions(t *testing.T) {
	got := slices.Clone(ascending)
	rng := rand.New(rand.NewPCG(1, 2))
	rng.Shuffle(len(got), func(i, j int) { got[i], got[j] = got[j], got[i] })
	slices.SortFunc(got, compareVersions)
	if diff := cmp.Diff(ascending, got); diff != "" {
		t.Errorf("order (-want +got):\n%s", diff)
	}
}

// TestVersionsAreOrdered checks that any versions have one order: views depend on it.
func TestVersionsAreOrdered(t *testing.T) {
	version := rapid.OneOf(rapid.SampledFrom(ascending), rapid.StringMatching(`v?[0-9.a+-]{0,12}`), rapid.String())
	rapid.Check(t, func(t *rapid.T) {
		a, b, c := version.Draw(t, "a"), version.Draw(t, "b"), version.Draw(t, "c")
		ab, ba, bc, ac := compareVersions(a, b), compareVersions(b, a), compareVersions(b, c), compareVersions(a, c)
		if ab != -ba || (ab == 0) != (a == b) {
			t.Errorf("%q and %q compare as %d and %d", a, b, ab, ba)
		}
		if ab < 0 && bc < 0 && ac >= 0 {
			t.Errorf("%q < %q < %q, but the first and the last compare as %d", a, b, c, ac)
		}
	})
}
