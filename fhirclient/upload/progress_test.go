package upload

import (
	"testing"
	"time"

	"github.com/fhirview/fhirview/fhirclient/internal/clienttest"
	"github.com/fhirview/fhirview/fhirclient/internal/inside"
	"github.com/google/go-cmp/cmp"
)

func TestWindow(t *testing.T) {
	var w window
	begin := time.Unix(0, 0)
	for s := range 200 {
		// Ten a second at first, two a second later.
		count := int64(10 * s)
		if s > 100 {
			count = int64(1000 + 2*(s-100))
		}
		w.add(begin.Add(time.Duration(s)*time.Second), count)
		want := 10.0
		switch {
		case s == 0:
			want = 0
		case s >= 160:
			want = 2
		case s > 100:
			want = float64(count-int64(10*(s-60))) / 60
		}
		if got := w.rate(); got < want-0.001 || got > want+0.001 {
			t.Errorf("after %d s: %.3f a second, want %.3f", s, got, want)
		}
	}
	if len(w.samples) > 62 {
		t.Errorf("%d samples are kept", len(w.samples))
	}
}

func TestTimeLeft(t *testing.T) {
	for _, c := range []struct {
		records int64
		rate    float64
		want    time.Duration
	}{
		{100, 10, 10 * time.Second}, {0, 0, 0}, {5, 0, -1}, {-5, 3, -1}, {1 << 62, 0.001, -1},
	} {
		if got := inside.TimeLeft(c.records, c.rate); got != c.want {
			t.Errorf("%d at %g: %v, want %v", c.records, c.rate, got, c.want)
		}
	}
}

func TestUploadProgress(t *testing.T) {
	const n = 300
	url, _ := clienttest.ByID(t, map[string]int{"p5": 400})
	var all []Progress
	_, err := Run(t.Context(), testClient(t, url, nil), patients(n), &Options{
		Total: n, ProgressEvery: time.Millisecond, Progress: func(p Progress) { all = append(all, p) },
	})
	if err != nil || len(all) == 0 {
		t.Fatalf("%d reports, %v", len(all), err)
	}
	for i := 1; i < len(all); i++ {
		if all[i].Done < all[i-1].Done {
			t.Errorf("%d done after %d", all[i].Done, all[i-1].Done)
		}
	}
	last := all[len(all)-1]
	last.Rate = 0
	if diff := cmp.Diff(Progress{Done: n - 1, Failed: 1, Read: n, Total: n}, last); diff != "" {
		t.Error(diff)
	}
}
