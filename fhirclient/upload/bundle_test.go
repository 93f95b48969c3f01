package upload

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/fhirview/fhirview/fhirclient"
	"github.com/fhirview/fhirview/internal/faultserver"
	"github.com/google/go-cmp/cmp"
)

// transactionOf is a transaction of entries that put, or create, a patient each.
func transactionOf(method string, ids ...string) string {
	return bundleOf("transaction", method, ids...)
}

func bundleOf(typ, method string, ids ...string) string {
	var entries []string
	for _, id := range ids {
		url := "Patient"
		if method == http.MethodPut {
			url += "/" + id
		}
		entries = append(entries, fmt.Sprintf(`{"resource":%s,"request":{"method":%q,"url":%q}}`, faultserver.Patient(id), method, url))
	}
	return fmt.Sprintf(`{"resourceType":"Bundle","type":%q,"entry":[%s]}`, typ, strings.Join(entries, ","))
}

func uploader(t *testing.T, base string) *fhirclient.Client {
	t.Helper()
	return testClient(t, base, nil)
}

// bodyOf is the body of a request, which is there to be read again.
func bodyOf(r *http.Request) string {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return ""
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	return string(body)
}

// TestUploadTransactionLost sends a transaction again where that does no harm, and else never.
func TestUploadTransactionLost(t *testing.T) {
	for method, want := range map[string]struct{ posts, created, unknown int64 }{
		http.MethodPut: {2, 2, 0}, http.MethodPost: {1, 0, 2},
	} {
		t.Run(method, func(t *testing.T) {
			store := faultserver.NewStore()
			handler := faultserver.Transactions(store)
			server := faultserver.New(t, faultserver.WithMetadata(faultserver.InTurn(faultserver.DropAfter(handler), handler)))
			client := uploader(t, server.URL)
			report, err := Run(t.Context(), client, inputs(transactionOf(method, "a", "b")), nil)
			if err != nil {
				t.Fatal(err)
			}
			posts := int64(server.Count(http.MethodPost))
			if posts != want.posts || report.Created+report.Updated != want.created || report.Unknown != want.unknown || report.Read != 2 {
				t.Errorf("%d requests, report %+v", posts, report)
			}
			if n := len(store.Resources()); n != 2 {
				t.Errorf("%d on the server", n)
			}
			for _, f := range report.Failures {
				if f.Entries != 2 || f.Entry != -1 || !f.Harmful || !errors.Is(f, fhirclient.ErrOutcomeUnknown) {
					t.Errorf("failure is %+v", f)
				}
			}
		})
	}
}

// TestUploadTransactionReconciled asks about a transaction once, and goes by the answer.
func TestUploadTransactionReconciled(t *testing.T) {
	for _, there := range []bool{true, false} {
		store := faultserver.NewStore()
		handler := faultserver.Transactions(store)
		server := faultserver.New(t, faultserver.WithMetadata(faultserver.InTurn(faultserver.Drop(), handler)))
		asked := 0
		report, err := Run(t.Context(), uploader(t, server.URL), inputs(transactionOf(http.MethodPost, "a", "b")), &Options{
			Reconcile: func(context.Context, Record) (bool, error) { asked++; return there, nil },
		})
		if err != nil {
			t.Fatal(err)
		}
		if asked != 1 || report.Created != 2 || server.Count(http.MethodPost) != map[bool]int{true: 1, false: 2}[there] {
			t.Errorf("%v: asked %d times, %d requests, %+v", there, asked, server.Count(http.MethodPost), report)
		}
	}
}

// TestUploadBatchBundle sends those entries once more that found the server too busy, and no others.
func TestUploadBatchBundle(t *testing.T) {
	var bodies []string
	first := true
	server := faultserver.New(t, faultserver.WithMetadata(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		bodies = append(bodies, bodyOf(r))
		if first {
			first = false
			faultserver.OK(faultserver.BatchResponse(`{"response":{"status":"201"}}`, `{"response":{"status":"503"}}`, `{"response":{"status":"422"}}`)).ServeHTTP(w, r)
			return
		}
		faultserver.OK(faultserver.BatchResponse(`{"response":{"status":"201"}}`)).ServeHTTP(w, r)
	})))
	var lost []string
	report, err := Run(t.Context(), uploader(t, server.URL), inputs(bundleOf("batch", http.MethodPost, "a", "b", "c")), &Options{
		Failed: func(r Record, _ *RecordError) { lost = append(lost, string(r.Data)) },
	})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{bundleOf("batch", http.MethodPost, "a", "b", "c"), bundleOf("batch", http.MethodPost, "b")}
	if diff := cmp.Diff(want, bodies); diff != "" || report.Created != 2 || report.Failed != 1 {
		t.Errorf("report %+v; %s", report, diff)
	}
	if diff := cmp.Diff([]string{bundleOf("batch", http.MethodPost, "c")}, lost); diff != "" {
		t.Error(diff)
	}
}

// TestUploadBundleJournal continues Bundles where they were left, entry by entry.
func TestUploadBundleJournal(t *testing.T) {
	texts := []string{transactionOf(http.MethodPost, "a", "b"), bundleOf("batch", http.MethodPost, "c", "bad", "d"), faultserver.Patient("e"), bundleOf("collection", http.MethodPut, "f")}
	journal := filepath.Join(t.TempDir(), "journal")
	store := faultserver.NewStore()
	handler := &faultserver.Switch{}
	server := faultserver.New(t, handler)
	refusing := faultserver.Batches(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.Contains(bodyOf(r), `"bad"`) {
			faultserver.Answer(http.StatusUnprocessableEntity, "").ServeHTTP(w, r)
			return
		}
		store.ServeHTTP(w, r)
	}), nil, 0)
	handler.Set(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.Contains(bodyOf(r), `"batch"`) {
			refusing.ServeHTTP(w, r)
			return
		}
		faultserver.Transactions(store).ServeHTTP(w, r)
	}))
	cfg := func() *Options { return &Options{Journal: journal} }
	report, err := Run(t.Context(), uploader(t, server.URL), inputs(texts...), cfg())
	if err != nil {
		t.Fatal(err)
	}
	if report.Read != 7 || report.Created != 6 || report.Failed != 1 {
		t.Errorf("first %+v", report)
	}
	handler.Set(faultserver.Transactions(store))
	report, err = Run(t.Context(), uploader(t, server.URL), inputs(texts...), cfg())
	if err != nil {
		t.Fatal(err)
	}
	if report.Skipped != 6 || report.Created != 1 || report.Failed != 0 || len(store.Resources()) != 7 {
		t.Errorf("second %+v, %d on the server", report, len(store.Resources()))
	}
	texts[1] = bundleOf("batch", http.MethodPost, "c", "d")
	if _, err = Run(t.Context(), uploader(t, server.URL), inputs(texts...), cfg()); !errors.Is(err, ErrJournalInput) {
		t.Errorf("another input: %v", err)
	}
}

// TestUploadBundleDamagedJournal takes Bundles for sent that a damaged journal says nothing of.
func TestUploadBundleDamagedJournal(t *testing.T) {
	var texts []string
	for i := range 100 {
		texts = append(texts, transactionOf(http.MethodPost, fmt.Sprint("a", i)), transactionOf(http.MethodPut, fmt.Sprint("b", i)))
	}
	journal := filepath.Join(t.TempDir(), "journal")
	store := faultserver.NewStore()
	server := faultserver.New(t, faultserver.Transactions(store))
	cfg := &Options{Journal: journal}
	_, err := Run(t.Context(), uploader(t, server.URL), inputs(texts...), cfg)
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(journal)
	if err != nil {
		t.Fatal(err)
	}
	data[len(data)/2] ^= 1
	if err := os.WriteFile(journal, data, 0o600); err != nil {
		t.Fatal(err)
	}
	for range 2 { // and remembers that
		report, err := Run(t.Context(), uploader(t, server.URL), inputs(texts...), cfg)
		if err != nil {
			t.Fatal(err)
		}
		if report.Unknown == 0 || report.Unknown != report.Failed || report.Created != 0 || len(store.Resources()) != 200 {
			t.Errorf("%+v, %d on the server", report, len(store.Resources()))
		}
	}
}

// TestUploadConditionsWait has conditional references find what stands before them in the input, however slow that is.
func TestUploadConditionsWait(t *testing.T) {
	const who = `{"resourceType":"Practitioner","id":"p","identifier":[{"system":"urn:a","value":"1"}]}`
	posted := `{"resourceType":"Bundle","type":"transaction","entry":[{"resource":` + who + `,"request":{"method":"POST","url":"Practitioner"}}]}`
	refers := func(id string) string {
		return fmt.Sprintf(`{"resourceType":"Encounter","id":%q,"participant":[{"individual":{"reference":"Practitioner?identifier=urn:a|1"}}]}`, id)
	}
	bundle := `{"resourceType":"Bundle","type":"transaction","entry":[{"resource":` + refers("x") + `,"request":{"method":"PUT","url":"Encounter/x"}}]}`
	batch := strings.Replace(strings.ReplaceAll(bundle, "Encounter/x", "Encounter/z"), "transaction", "batch", 1)
	batch = strings.Replace(batch, `"id":"x"`, `"id":"z"`, 1)
	for name, first := range map[string]string{"alone": who, "in a Bundle": posted} {
		for _, unwrap := range []bool{false, true} {
			store := faultserver.NewStore()
			handler := faultserver.Transactions(store)
			server := faultserver.New(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if strings.Contains(bodyOf(r), `"Practitioner","id"`) {
					time.Sleep(100 * time.Millisecond)
				}
				handler.ServeHTTP(w, r)
			}))
			report, err := Run(t.Context(), uploader(t, server.URL), inputs(first, bundle, refers("y"), batch), &Options{Unwrap: unwrap})
			if err != nil {
				t.Fatal(err)
			}
			if report.Created != 4 {
				t.Errorf("%s, unwrap %v: %+v", name, unwrap, report)
			}
			for stored, text := range store.Resources() {
				if strings.Contains(string(text), "identifier=") {
					t.Errorf("%s, unwrap %v: %s is %s", name, unwrap, stored, text)
				}
			}
		}
	}
}

// TestUploadBundleCreatesOnce has many Bundles with one condition in them, which servers are not to get at once.
func TestUploadBundleCreatesOnce(t *testing.T) {
	bundle := `{"resourceType":"Bundle","type":"transaction","entry":[{"resource":` + faultserver.Patient("a") +
		`,"request":{"method":"POST","url":"Patient","ifNoneExist":"Patient?identifier=urn:a|1"}}]}`
	for _, unwrap := range []bool{false, true} {
		store := faultserver.NewStore()
		var mu sync.Mutex
		underWay, most := 0, 0
		handler := faultserver.Transactions(store)
		server := faultserver.New(t, faultserver.WithMetadata(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			mu.Lock()
			underWay++
			most = max(most, underWay)
			mu.Unlock()
			time.Sleep(2 * time.Millisecond)
			handler.ServeHTTP(w, r)
			mu.Lock()
			underWay--
			mu.Unlock()
		})))
		report, err := Run(t.Context(), uploader(t, server.URL), inputs(slices.Repeat([]string{bundle}, 10)...), &Options{Unwrap: unwrap})
		if err != nil {
			t.Fatal(err)
		}
		if report.Created != 1 || report.Unchanged != 9 || most != 1 || len(store.Resources()) != 1 {
			t.Errorf("unwrap %v: %d at once, %+v", unwrap, most, report)
		}
	}
}

// TestUploadHistory writes the newest version of each resource.
func TestUploadHistory(t *testing.T) {
	const history = `{"resourceType":"Bundle","type":"history","entry":[
		{"fullUrl":"http://s/Patient/a","resource":{"resourceType":"Patient","id":"a","active":true},"request":{"method":"PUT","url":"Patient/a"}},
		{"fullUrl":"http://s/Patient/b","request":{"method":"DELETE","url":"Patient/b"}},
		{"fullUrl":"http://s/Patient/c","resource":{"resourceType":"Patient","id":"c"},"request":{"method":"POST","url":"Patient"}},
		{"fullUrl":"http://s/Patient/b","resource":{"resourceType":"Patient","id":"b"},"request":{"method":"POST","url":"Patient"}},
		{"fullUrl":"http://s/Patient/a","resource":{"resourceType":"Patient","id":"a"},"request":{"method":"POST","url":"Patient"}}]}`
	store := faultserver.NewStore()
	server := faultserver.New(t, store)
	report, err := Run(t.Context(), uploader(t, server.URL), inputs(faultserver.Patient("b"), history), nil)
	if err != nil {
		t.Fatal(err)
	}
	all := store.Resources()
	if len(all) != 2 || string(all["Patient/a"]) != `{"resourceType":"Patient","id":"a","active":true}` || all["Patient/c"] == nil {
		t.Errorf("stored %v after %+v", all, report)
	}
}

// TestUploadDocument keeps a document that is a resource of its own, and takes one apart that is not.
func TestUploadDocument(t *testing.T) {
	const entries = `"entry":[{"fullUrl":"urn:uuid:1","resource":{"resourceType":"Composition","id":"c","subject":{"reference":"urn:uuid:2"}}},` +
		`{"fullUrl":"urn:uuid:2","resource":{"resourceType":"Patient","id":"p"}}]}`
	own, other := `{"resourceType":"Bundle","id":"d","type":"document",`+entries, `{"resourceType":"Bundle","type":"document",`+entries
	apart := map[string]string{"Composition/c": `{"resourceType":"Composition","id":"c","subject":{"reference":"Patient/p"}}`, "Patient/p": faultserver.Patient("p")}
	for name, c := range map[string]struct {
		text   string
		unwrap bool
		want   map[string]string
	}{
		"own": {own, false, map[string]string{"Bundle/d": own}}, "own, unwrapped": {own, true, apart}, "other": {other, false, apart},
		"dangling": {strings.Replace(own, `"urn:uuid:2"}`, `"urn:uuid:3"}`, 1), false, map[string]string{}},
	} {
		store := faultserver.NewStore()
		_, err := Run(t.Context(), uploader(t, faultserver.New(t, store).URL), inputs(c.text), &Options{Unwrap: c.unwrap})
		if err != nil {
			t.Fatal(err)
		}
		got := map[string]string{}
		for name, text := range store.Resources() {
			got[name] = string(text)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}
